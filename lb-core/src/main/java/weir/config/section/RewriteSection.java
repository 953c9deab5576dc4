package weir.config.section;

import java.util.function.Predicate;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.TemplateText;
import weir.config.value.Text;
import weir.model.Form;
import weir.model.Rewrite;
import weir.template.Moment;
import weir.template.Part;
import weir.template.Template;

/** {@code listeners.<name>.routes[].rewrite}. */
final class RewriteSection extends SectionType<Rewrite> {
    private final Key<String> stripPrefix = optional("strip-prefix", new Text(Rewrite.PREFIX));
    private final Key<String> addPrefix = optional("add-prefix", new Text(Rewrite.PREFIX));
    private final Key<String> path = optional("path", new Text(Rewrite.PATH));
    private final Key<String> host = optional("host", new Text(Rewrite.HOST));

    @Override
    Rewrite build(Section section) {
        final String stripPrefix = section.get(this.stripPrefix);
        final String addPrefix = section.get(this.addPrefix);
        final Template path = template(section, this.path, Rewrite::isOfTarget, Rewrite.PATH);
        final Template host = template(section, this.host, part -> true, Rewrite.HOST);
        if (path != null && path.bytesMax() > Rewrite.PATH_BYTES_MAX) {
            return section.at(this.path)
                    .refuse("one that may become " + path.bytesMax() + " bytes", "at most " + Rewrite.PATH_BYTES_MAX);
        }
        if (path != null && (stripPrefix != null || addPrefix != null)) {
            return section.location().refuse("path beside a prefix", "one of the two");
        }
        return section.isFine() ? new Rewrite(stripPrefix, addPrefix, path, host) : null;
    }

    private static Template template(Section section, Key<String> key, Predicate<Part> isFine, Form form) {
        final String text = section.get(key);
        final Location location = section.at(key);
        final Template read = text == null ? null : TemplateText.read(location, text, Moment.REQUEST);
        return read == null || read.parts().stream().allMatch(isFine) ? read : location.refuse(form.accepted());
    }
}
