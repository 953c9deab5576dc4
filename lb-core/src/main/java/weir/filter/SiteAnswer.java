package weir.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.http.Method;
import weir.model.Site;
import weir.model.SiteFile;

/**
 * What requests get that a route answers with the files of a directory. They are in memory, and a path is only looked
 * up among theirs, so none leads out of the directory, whatever stands in it. O(log files). Thread: owning loop only.
 */
final class SiteAnswer implements RequestFilter {
    private static final byte[] ALLOW_LINE = Ascii.bytes("Allow: GET, HEAD\r\n");
    private static final byte[] ACCEPT_RANGES_LINE = Ascii.bytes("Accept-Ranges: bytes\r\n");
    private static final byte[] CONTENT_RANGE = Ascii.bytes("Content-Range: bytes ");
    private static final byte[] NONE_OF = Ascii.bytes("*/");
    private static final byte[] DASH = {'-'};
    private static final byte[] SLASH = {'/'};
    private static final byte[] LOCATION = Ascii.bytes("Location: ");
    private static final byte[] IF_NONE_MATCH = Ascii.bytes("if-none-match");
    private static final byte[] IF_MODIFIED_SINCE = Ascii.bytes("if-modified-since");
    private static final byte[] IF_RANGE = Ascii.bytes("if-range");
    private static final byte[] RANGE = Ascii.bytes("range");
    /** To look up what no file is called. */
    private static final int NO_PATH = -1;

    private final RouteAnswers tools;
    private final Site site;
    /** What of the path stands before that in the directory. */
    private final String folder;

    private final int prefixBytes;
    private final byte[] index;
    private final SiteEntry[] entries;
    /** Null = 404. */
    private final SiteEntry fallback;

    private final ByteRange range = new ByteRange();
    /** The path that is looked up, with room for a slash and the index behind it. */
    private final byte[] name;

    /** @param folder such as {@code /docs}; empty = none */
    SiteAnswer(RouteAnswers tools, Site site, String folder) {
        this.tools = tools;
        this.site = site;
        this.folder = folder;
        prefixBytes = folder.length();
        index = Ascii.bytes(site.index());
        entries = site.files().stream()
                .map(SiteEntry::new)
                .sorted(Comparator.comparing(entry -> entry.path, Arrays::compareUnsigned))
                .toArray(SiteEntry[]::new);
        final byte[] path = site.fallback() == null ? null : site.fallback().getBytes(StandardCharsets.UTF_8);
        fallback = path == null ? null : find(path, path.length);
        name = new byte[SiteFile.PATH_BYTES_MAX * 3 + 1 + index.length];
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        if (head.method() != Method.GET && head.method() != Method.HEAD) {
            return context.answer(tools.begin(405, context).add(ALLOW_LINE).length());
        }
        final ByteBuffer in = context.in();
        final int pathEnd = Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?');
        final boolean isFolder = head.pathStart() + prefixBytes >= pathEnd || in.get(pathEnd - 1) == '/';
        int length = decode(in, head.pathStart() + prefixBytes, pathEnd);
        if (prefixBytes > 0 && head.pathStart() + prefixBytes >= pathEnd) {
            return find(index, index.length) == null ? send(fallback, context) : addSlash(context, pathEnd);
        }
        if (length != NO_PATH && isFolder) {
            length = addIndex(length);
        }
        final SiteEntry found = length == NO_PATH ? null : find(name, length);
        if (found != null || length == NO_PATH || isFolder) {
            return send(found == null ? fallback : found, context);
        }
        name[length] = '/';
        return find(name, addIndex(length + 1)) == null ? send(fallback, context) : addSlash(context, pathEnd);
    }

    /**
     * Puts the path into {@link #name}, without the slash at its beginning.
     *
     * @return its length; {@link #NO_PATH} when no file can be called so
     */
    private int decode(ByteBuffer in, int from, int to) {
        int length = 0;
        for (int at = from < to && in.get(from) == '/' ? from + 1 : from; at < to; at++) {
            byte b = in.get(at);
            if (b == '%') {
                final int high = at + 2 < to ? Ascii.hexValue(in.get(at + 1)) : -1;
                final int low = high < 0 ? -1 : Ascii.hexValue(in.get(at + 2));
                b = (byte) (high << 4 | low);
                if (low < 0 || b == 0 || b == '/') {
                    return NO_PATH;
                }
                at += 2;
            }
            if (length == SiteFile.PATH_BYTES_MAX * 3) {
                return NO_PATH;
            }
            name[length++] = b;
        }
        return length;
    }

    private int addIndex(int length) {
        System.arraycopy(index, 0, name, length, index.length);
        return length + index.length;
    }

    private SiteEntry find(byte[] path, int length) {
        int low = 0;
        int high = entries.length - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final byte[] there = entries[middle].path;
            final int order = Arrays.compareUnsigned(there, 0, there.length, path, 0, length);
            if (order == 0) {
                return entries[middle];
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** What links in the index are relative to. The path has been found, so it begins with one slash only. */
    private boolean addSlash(RequestContext context, int pathEnd) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        return context.answer(tools.begin(308, context)
                .length()
                .add(LOCATION)
                .add(in, head.pathStart(), pathEnd)
                .add(SLASH)
                .add(in, pathEnd, head.targetEnd())
                .endLine());
    }

    /** @param entry null = 404 */
    private boolean send(SiteEntry entry, RequestContext context) {
        if (entry == null) {
            return context.answer(tools.begin(404, context).length());
        }
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        if (isKnown(entry, head, in)) {
            return context.answer(tools.begin(304, context).add(entry.validatorLines));
        }
        final int asked = head.method() == Method.GET ? head.indexOf(in, RANGE, 0) : -1;
        final ByteRange.Kind kind = asked < 0 || !mayBePart(entry, head, in)
                ? ByteRange.Kind.IGNORED
                : range.read(in, head.valueStart(asked), head.valueEnd(asked), entry.length());
        if (kind == ByteRange.Kind.UNSATISFIABLE) {
            final LocalReply reply =
                    tools.begin(416, context).add(CONTENT_RANGE).add(NONE_OF);
            return context.answer(reply.number(entry.length()).endLine().length());
        }
        final boolean isPart = kind == ByteRange.Kind.PART;
        final int start = isPart ? range.start() : 0;
        final int end = isPart ? range.end() : entry.length();
        final LocalReply reply = tools.begin(isPart ? 206 : 200, context)
                .add(entry.typeLine)
                .add(entry.validatorLines)
                .add(ACCEPT_RANGES_LINE);
        if (isPart) {
            reply.add(CONTENT_RANGE).number(start).add(DASH).number(end - 1).add(SLASH);
            reply.number(entry.length()).endLine();
        }
        return context.answer(reply.tail(entry.content, start, end).length());
    }

    /** What the client has is what it would get (RFC 9110 §13.2.2). A tag goes before a date. */
    private static boolean isKnown(SiteEntry entry, HeadView head, ByteBuffer in) {
        int line = head.indexOf(in, IF_NONE_MATCH, 0);
        if (line < 0) {
            final int since = head.indexOf(in, IF_MODIFIED_SINCE, 0);
            return since >= 0 && isValue(in, head, since, entry.lastModified);
        }
        for (; line >= 0; line = head.indexOf(in, IF_NONE_MATCH, line + 1)) {
            final int to = head.valueEnd(line);
            if (to - head.valueStart(line) == 1 && in.get(to - 1) == '*') {
                return true;
            }
            for (int at = head.valueStart(line); at + entry.tag.length <= to; at++) {
                if (Ascii.startsWith(in, at, entry.tag)) { // quotes and length make it one of the list; W/ is as good
                    return true;
                }
            }
        }
        return false;
    }

    /** What the client has a part of is what it would get (RFC 9110 §13.1.5). */
    private static boolean mayBePart(SiteEntry entry, HeadView head, ByteBuffer in) {
        final int line = head.indexOf(in, IF_RANGE, 0);
        return line < 0 || isValue(in, head, line, entry.tag) || isValue(in, head, line, entry.lastModified);
    }

    private static boolean isValue(ByteBuffer in, HeadView head, int line, byte[] value) {
        return head.valueEnd(line) - head.valueStart(line) == value.length
                && Ascii.startsWith(in, head.valueStart(line), value);
    }

    /** Routes of a listener that answer the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SiteAnswer answer
                && tools == answer.tools
                && folder.equals(answer.folder)
                && site.equals(answer.site);
    }

    @Override
    public int hashCode() {
        return site.hashCode();
    }
}
