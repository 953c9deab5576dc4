package weir.filter;

import weir.buf.Ascii;
import weir.http.Fault;
import weir.http.LocalReply;
import weir.model.Redirect;
import weir.template.Template;
import weir.template.TemplateOutput;

/**
 * What requests get that a route redirects. The target stands as its template has it, and values are escaped to be
 * parts of a URL, so none ends the line. None becomes part of the authority either: behind that comes a slash, whatever
 * a value begins with, and of a path on the same host only one slash is left at the beginning, or it would name a host.
 * Thread: owning loop only.
 */
final class RedirectAnswer implements RequestFilter {
    private static final byte[] LOCATION = Ascii.bytes("Location: ");
    private static final byte[] ROOT = {'/'};

    private final RouteAnswers tools;
    private final Redirect redirect;
    private final Template origin;
    private final Template place;
    private final boolean needsHost;

    RedirectAnswer(RouteAnswers tools, Redirect redirect) {
        this.tools = tools;
        this.redirect = redirect;
        origin = Template.of(redirect.origin());
        place = Template.of(redirect.place());
        needsHost = redirect.origin().contains("{host}");
    }

    @Override
    public boolean apply(RequestContext context) {
        if (needsHost && !context.head().hasHost()) {
            return context.refuse(Fault.HOST_MISSING);
        }
        final TemplateOutput out = tools.target().begin(TemplateOutput.Escaping.URL);
        origin.write(context.values(), out);
        final int originEnd = out.count();
        place.write(context.values(), out);
        if (out.isCut()) {
            return context.refuse(Fault.TARGET_TOO_LONG);
        }
        final LocalReply reply = tools.begin(redirect.status(), context);
        reply.length().add(LOCATION).add(out.bytes(), 0, originEnd);
        addPlace(reply, out.bytes(), originEnd, out.count());
        return context.answer(reply.endLine());
    }

    private static void addPlace(LocalReply reply, byte[] bytes, int from, int to) {
        int at = from;
        while (from == 0 && at + 1 < to && bytes[at] == '/' && bytes[at + 1] == '/') {
            at++;
        }
        if (at < to && bytes[at] != '/' && bytes[at] != '?' && bytes[at] != '#') { // the * of OPTIONS
            reply.add(ROOT);
            at++;
        }
        reply.add(bytes, at, to);
    }

    /** Routes of a listener that lead to the same target share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RedirectAnswer answer && tools == answer.tools && redirect.equals(answer.redirect);
    }

    @Override
    public int hashCode() {
        return redirect.hashCode();
    }
}
