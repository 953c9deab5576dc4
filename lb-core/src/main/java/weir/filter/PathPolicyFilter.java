package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.Fault;
import weir.http.HeadView;
import weir.http.PathReading;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.PathPolicy;

/**
 * {@code path-policy: strict}: what all who look at the path from here on see, routes, keys and the backend, is one
 * reading of it. Comes first. Immutable.
 */
final class PathPolicyFilter implements RequestFilter {
    private static final PathPolicyFilter ONLY = new PathPolicyFilter();

    private PathPolicyFilter() {}

    /** Null where paths are taken as they are. */
    static PathPolicyFilter of(Listener listener) {
        return listener.pathPolicy() == PathPolicy.AS_IS || listener.mode() == ListenerMode.TCP ? null : ONLY;
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        final int from = head.pathStart();
        final int to = Ascii.indexOf(in, from, head.targetEnd(), '?');
        final int start = PathReading.normalise(in, from, to);
        if (start == PathReading.AMBIGUOUS) {
            return context.refuse(Fault.AMBIGUOUS_PATH);
        } else if (start > from) {
            head.setPathStart(start - head.base());
        }
        return PASS;
    }
}
