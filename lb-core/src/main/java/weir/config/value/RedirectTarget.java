package weir.config.value;

import weir.model.Redirect;
import weir.template.Moment;

/** Where a redirect leads to: a text with placeholders. */
public final class RedirectTarget implements ValueType<String> {
    @Override
    public String read(Location location) {
        final String text = location.text();
        if (text == null) {
            return location.refuse(accepted());
        }
        if (TemplateText.read(location, text, Moment.REQUEST) == null) {
            return null;
        }
        return Redirect.TARGET.matches(text) ? text : location.refuse(accepted());
    }

    @Override
    public String accepted() {
        return Redirect.TARGET.accepted();
    }
}
