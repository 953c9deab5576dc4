package weir.config.value;

import weir.template.InvalidTemplateException;
import weir.template.Moment;
import weir.template.Placeholder;
import weir.template.Template;

/** A text with placeholders. */
public final class TemplateText {
    private TemplateText() {}

    /**
     * Reports what is wrong with the placeholders of {@code text}, and nothing else.
     *
     * @param moment when it is written
     * @return null after a problem
     */
    public static Template read(Location location, String text, Moment moment) {
        final Template template;
        try {
            template = Template.of(text);
        } catch (InvalidTemplateException e) {
            return location.refuse(
                    Quoted.reason(e.found()),
                    e.accepted()
                            + (e.unknown() == null
                                    ? ""
                                    : Suggestions.hint(e.unknown(), InvalidTemplateException.words())));
        }
        final Placeholder unknown = template.unknownAt(moment);
        return unknown == null
                ? template
                : location.refuse(
                        "the placeholder {" + unknown.word() + "}, which takes "
                                + unknown.from().text(),
                        "one that is known when " + moment.text() + " is there");
    }
}
