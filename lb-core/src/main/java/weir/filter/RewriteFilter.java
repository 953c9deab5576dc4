package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.Fault;
import weir.http.FieldName;
import weir.http.HeadView;
import weir.http.PathReading;
import weir.model.Listener;
import weir.model.PathPolicy;
import weir.model.Rewrite;
import weir.template.Placeholder;
import weir.template.Template;
import weir.template.TemplateOutput;

/**
 * What a route's backends see for path and host. Routes, keys and the access log have seen the client's own by then,
 * and each attempt is sent the same. Immutable.
 *
 * <p>The long end of a target stays where it is: what is written anew is the beginning of the request line.
 */
final class RewriteFilter implements RequestFilter {
    private static final long HOST = FieldName.set(FieldName.HOST);
    private static final byte[] HOST_NAME = Ascii.bytes("Host: ");
    private static final byte[] LOWER_CASE_HOST = Ascii.bytes("host");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] ROOT = {'/'};
    private static final byte[] NOTHING = {};

    private final Rewrite rewrite;
    private final byte[] stripPrefix;
    private final byte[] addPrefix;
    private final Template path;
    private final Template host;
    /** The path may become one that has several readings, by a value or as the client's own is not looked at. */
    private final boolean hasOneReading;

    private RewriteFilter(Rewrite rewrite, boolean isStrict) {
        this.rewrite = rewrite;
        stripPrefix = rewrite.stripPrefix() == null ? NOTHING : Ascii.bytes(rewrite.stripPrefix());
        addPrefix = rewrite.addPrefix() == null ? NOTHING : Ascii.bytes(rewrite.addPrefix());
        path = rewrite.path();
        host = rewrite.host();
        hasOneReading =
                isStrict || path != null && path.parts().stream().anyMatch(part -> isForeign(part.placeholder()));
    }

    /** Of what the listener says about paths, the client's path is an instance, and other values are none. */
    private static boolean isForeign(Placeholder placeholder) {
        return placeholder != null
                && placeholder != Placeholder.PATH
                && placeholder != Placeholder.QUERY
                && placeholder != Placeholder.PATH_AND_QUERY;
    }

    /** Null where nothing is rewritten. */
    static RewriteFilter of(Listener listener, Rewrite rewrite) {
        return rewrite.equals(Rewrite.NONE)
                ? null
                : new RewriteFilter(rewrite, listener.pathPolicy() == PathPolicy.STRICT);
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        final int from = head.pathStart();
        final boolean isAsterisk = from < head.targetEnd() && in.get(from) == '*';
        final boolean isDone =
                isAsterisk || (path == null ? movePrefix(context, head, in) : replacePath(context, head, in));
        return isDone && (host == null || replaceHost(context));
    }

    private boolean movePrefix(RequestContext context, HeadView head, ByteBuffer in) {
        final int pathEnd = Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?');
        final int rest = head.pathStart() + (isStripped(head, in, pathEnd) ? stripPrefix.length : 0);
        final boolean isEmpty = rest == pathEnd;
        if (rest > head.pathStart() || addPrefix.length > 0) {
            final byte[] start = addPrefix.length > 0 || !isEmpty ? addPrefix : ROOT;
            context.edit()
                    .startLine(in, head.methodStart(), head.methodEnd(), start, 0, start.length, rest - head.base());
        }
        return PASS;
    }

    /** Whole segments only: /api is no beginning of /apis. */
    private boolean isStripped(HeadView head, ByteBuffer in, int pathEnd) {
        final int end = head.pathStart() + stripPrefix.length;
        return stripPrefix.length > 0
                && end <= pathEnd
                && Ascii.startsWith(in, head.pathStart(), stripPrefix)
                && (end == pathEnd || in.get(end) == '/');
    }

    /** The query stays, unless the template has one. */
    private boolean replacePath(RequestContext context, HeadView head, ByteBuffer in) {
        final TemplateOutput out = context.out().begin(TemplateOutput.Escaping.TARGET);
        path.write(context.values(), out);
        final ByteBuffer target = out.buffer();
        final int end = Ascii.indexOf(target, 0, out.count(), '?');
        final int start = hasOneReading ? PathReading.normalise(target, 0, end) : 0;
        if (out.isCut()) {
            return context.refuse(Fault.HEAD_TOO_LARGE);
        } else if (start == PathReading.AMBIGUOUS) {
            return context.refuse(Fault.AMBIGUOUS_PATH);
        }
        final boolean hasQuery = end < out.count();
        final int rest = hasQuery ? head.targetEnd() : Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?');
        context.edit()
                .startLine(
                        in, head.methodStart(), head.methodEnd(), out.bytes(), start, out.count(), rest - head.base());
        return PASS;
    }

    /** Comes behind what the pool says of the host. Without a value it stays. */
    private boolean replaceHost(RequestContext context) {
        final TemplateOutput out = context.out().begin(TemplateOutput.Escaping.LINE);
        out.add(HOST_NAME);
        host.write(context.values(), out);
        if (out.count() == HOST_NAME.length) {
            return PASS;
        } else if (!Authority.isValid(out.buffer(), HOST_NAME.length, out.count())) {
            return context.refuse(Fault.BAD_HOST);
        }
        out.add(LINE_END);
        context.head().dropAll(HOST);
        context.edit().removeAdded(LOWER_CASE_HOST);
        context.edit().add(out.bytes(), out.count());
        context.edit().replaceHost();
        return PASS;
    }

    /** Routes that rewrite alike share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RewriteFilter filter
                && rewrite.equals(filter.rewrite)
                && hasOneReading == filter.hasOneReading;
    }

    @Override
    public int hashCode() {
        return rewrite.hashCode();
    }
}
