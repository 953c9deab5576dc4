package weir.filter;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.http.Method;
import weir.model.Cors;
import weir.model.Listener;
import weir.model.Route;

/**
 * {@code cors} in requests: a browser's question what a script may send (Fetch §3.2.2) is answered here, and no backend
 * sees it. Whether the script is one of those that may, {@link CorsFields} says in the same response. Thread: owning
 * loop only.
 */
final class CorsPreflight implements RequestFilter {
    private static final int STATUS = 204;
    private static final byte[] ORIGIN = Ascii.bytes("origin");
    private static final byte[] METHOD = Ascii.bytes("access-control-request-method");

    private final RouteAnswers tools;
    private final Cors cors;
    private final byte[] lines;

    private CorsPreflight(RouteAnswers tools, Cors cors) {
        this.tools = tools;
        this.cors = cors;
        lines = Ascii.bytes("Access-Control-Allow-Methods: " + Cors.line(cors.methods()) + "\r\n"
                + (cors.headers().isEmpty()
                        ? ""
                        : "Access-Control-Allow-Headers: " + Cors.line(cors.headers()) + "\r\n")
                + "Access-Control-Max-Age: " + cors.maxAgeSeconds() + "\r\n");
    }

    /** Null where nothing is said of it. */
    static CorsPreflight of(RouteAnswers tools, Cors cors) {
        return cors.isNone() ? null : new CorsPreflight(tools, cors);
    }

    /** Most that one says, beside what every response does; 0 = the listener answers none. */
    static int bytesMax(Listener listener) {
        final boolean isAsked = Stream.concat(
                        Stream.of(listener.policy()), listener.routes().stream().map(Route::policy))
                .anyMatch(policy -> !policy.access().cors().isNone());
        return isAsked ? Cors.PREFLIGHT_BYTES_MAX : 0;
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        return head.method() != Method.OPTIONS || head.indexOf(in, METHOD, 0) < 0 || head.indexOf(in, ORIGIN, 0) < 0
                ? PASS
                : context.answer(tools.begin(STATUS, context).add(lines));
    }

    /** Routes of a listener that say the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CorsPreflight preflight && tools == preflight.tools && cors.equals(preflight.cors);
    }

    @Override
    public int hashCode() {
        return cors.hashCode();
    }
}
