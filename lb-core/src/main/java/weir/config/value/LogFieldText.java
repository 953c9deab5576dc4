package weir.config.value;

import weir.model.AccessLog;
import weir.template.InvalidTemplateException;
import weir.template.Part;
import weir.template.Template;

/** A placeholder without its braces, for something that lines of the access log do not have anyway. */
public final class LogFieldText implements ValueType<Part> {
    @Override
    public Part read(Location location) {
        final String text = location.text();
        if (text == null || text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            return location.refuse(accepted());
        }
        try {
            final Part part = Template.of('{' + text + '}').parts().get(0);
            return AccessLog.isField(part)
                    ? part
                    : location.refuse(Quoted.text(text) + ", which each line has", accepted());
        } catch (InvalidTemplateException e) {
            final String hint =
                    e.unknown() == null ? "" : Suggestions.hint(e.unknown(), InvalidTemplateException.words());
            return location.refuse(e.found(), e.accepted() + hint);
        }
    }

    @Override
    public String accepted() {
        return "a placeholder without its braces, such as route or header:User-Agent";
    }

    @Override
    public String show(Part part) {
        return part.word();
    }
}
