package weir.model;

import java.util.List;
import java.util.Set;
import weir.template.InvalidTemplateException;
import weir.template.Moment;
import weir.template.Template;

/**
 * They get a response of the user's own.
 *
 * @param type of the body
 * @param text a template; null where the body is a file, or there is none
 * @param file null where the body is a text, or there is none
 */
public record Respond(int status, String type, String text, FileContent file) implements RouteAction {
    public static final Range STATUS_RANGE = new Range("status", 200, 599);
    public static final int STATUS = 200;
    /** Responses that have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
    public static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);
    /** With its placeholders as long as they can be. */
    public static final Range TEXT_RANGE = new Range("body", 0, 16 << 10);

    public static final Range FILE_RANGE = new Range("file", 0, 4 << 20);

    public Respond {
        STATUS_RANGE.check(status);
        Given.text("respond.type", type, FixedResponse.CONTENT_TYPE_FORM);
        Given.check(text == null || file == null, "respond", "both body and file", "one of the two");
        Given.check(
                text == null && file == null || !WITHOUT_BODY.contains(status),
                "respond.status",
                status + " with a body",
                "another, or no body");
        if (text != null) {
            checkText(text);
        }
        if (file != null) {
            FILE_RANGE.check(file.length());
        }
    }

    private static void checkText(String text) {
        try {
            final Template template = Template.of(text);
            Given.check(
                    template.unknownAt(Moment.REQUEST) == null,
                    "respond.body",
                    "a text",
                    "of what is known when a request comes");
            TEXT_RANGE.check(template.bytesMax());
        } catch (InvalidTemplateException e) {
            throw Given.refusal("respond.body", e.found(), e.accepted());
        }
    }

    /** A status and nothing else. */
    public static Respond of(int status) {
        return new Respond(status, MediaType.TEXT, null, null);
    }

    @Override
    public List<Integer> pools() {
        return List.of();
    }
}
