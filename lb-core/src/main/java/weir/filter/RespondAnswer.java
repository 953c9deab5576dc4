package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.LocalReply;
import weir.model.Respond;
import weir.template.Template;
import weir.template.TemplateOutput;

/**
 * What requests get that a route answers with a response of the user's own. A text is made anew for each, with values
 * escaped so that they stay text in HTML and JSON; a file goes out as it was read. Thread: owning loop only.
 */
final class RespondAnswer implements RequestFilter {
    private final RouteAnswers tools;
    private final Respond respond;
    private final byte[] typeLine;
    /** Null without a text. */
    private final Template text;

    private final TemplateOutput.Escaping escaping;
    /** Null without a file. */
    private final ByteBuffer file;

    RespondAnswer(RouteAnswers tools, Respond respond) {
        this.tools = tools;
        this.respond = respond;
        typeLine = Ascii.bytes("Content-Type: " + respond.type() + "\r\n");
        text = respond.text() == null ? null : Template.of(respond.text());
        escaping = escaping(respond.type());
        file = respond.file() == null ? null : ByteBuffer.wrap(respond.file().bytes());
    }

    private static TemplateOutput.Escaping escaping(String type) {
        final String word = type.replaceFirst(";.*", "").strip().toLowerCase(java.util.Locale.ROOT);
        if (word.equals("application/json") || word.endsWith("+json")) {
            return TemplateOutput.Escaping.JSON;
        }
        return word.endsWith("html") || word.endsWith("xml")
                ? TemplateOutput.Escaping.HTML
                : TemplateOutput.Escaping.LINE;
    }

    @Override
    public boolean apply(RequestContext context) {
        final LocalReply reply = tools.begin(respond.status(), context);
        if (text != null) {
            final TemplateOutput out = tools.text().begin(escaping);
            text.write(context.values(), out);
            reply.add(typeLine).body(out.bytes(), out.count());
        } else if (file != null) {
            reply.add(typeLine).tail(file, 0, file.capacity());
        }
        return context.answer(endsWithHead() ? reply : reply.length());
    }

    /** By its status alone (RFC 9112 §6.3). A 205 has no body either, but its length must be said. */
    private boolean endsWithHead() {
        return respond.status() == 204 || respond.status() == 304;
    }

    /** Routes of a listener that answer the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RespondAnswer answer && tools == answer.tools && respond.equals(answer.respond);
    }

    @Override
    public int hashCode() {
        return respond.hashCode();
    }
}
