package weir.model;

import java.nio.charset.StandardCharsets;
import weir.template.Moment;
import weir.template.Template;

/**
 * What clients get as the body of an error. Immutable, any thread.
 *
 * @param first of the statuses that it is for
 * @param last likewise; included
 * @param type media type of the text
 * @param text sent in UTF-8
 * @param template the text as one, of what is known when a response is; null = it is sent as it is
 */
public record ErrorPage(int first, int last, String type, String text, Template template) {
    public static final Range STATUS_RANGE = new Range("errors", 400, 599);
    /** As for a fixed response, which is sent in the same way. */
    public static final Range TEXT_RANGE = FixedResponse.TEXT_RANGE;

    public ErrorPage {
        Given.check(STATUS_RANGE.has(first), "errors.first", first, "a status from 400 to 599");
        Given.check(STATUS_RANGE.has(last) && last >= first, "errors.last", last, "a status from " + first + " to 599");
        Given.text("errors.type", type, FixedResponse.CONTENT_TYPE_FORM);
        TEXT_RANGE.check(Given.one("errors.text", text).getBytes(StandardCharsets.UTF_8).length);
        if (template != null) {
            TEXT_RANGE.check(template.bytesMax());
            Given.check(
                    template.unknownAt(Moment.RESPONSE) == null,
                    "errors.text",
                    "a placeholder that is not known then",
                    "others");
        }
    }

    public boolean isFor(int status) {
        return status >= first && status <= last;
    }
}
