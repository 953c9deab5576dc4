package weir.route;

import com.google.re2j.Matcher;
import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.http.Method;

/**
 * The request whose route is looked for just now, and what has been found out about it: each at its first use, so that
 * nothing is that no route asks for.
 *
 * <p>Thread: owning loop only; one for each listener on each loop, filled anew for each request.
 */
public final class RouteSearch {
    private static final int ADDRESS_BYTES_MAX = 16;
    private static final int UNKNOWN = -1;

    /** Direct, as all buffers are that heads are read from: one class of buffers is read faster than two. */
    private static final ByteBuffer ROOT = ByteBuffer.allocateDirect(1).put(0, (byte) '/');

    /** Likewise. */
    private static final ByteBuffer ASTERISK = ByteBuffer.allocateDirect(1).put(0, (byte) '*');

    private HeadView head;
    private ByteBuffer in;
    private ClientAddress client;

    private ByteBuffer pathIn;
    private int pathStart;
    private int pathEnd;
    private int queryStart;

    /** What a {@link ValueIndex} has found so far. */
    private int best;

    /** Which slots of the {@link ValueIndex} that is looked into just now were tried: those with this number. */
    private int trial;

    private int[] trials = {};

    private int addressBytes;
    private final byte[] address = new byte[ADDRESS_BYTES_MAX];

    /** The table whose expressions the matchers are of. */
    private RouteTable matchersOf;

    private Matcher[] matchers = {};
    private final PathText text = new PathText();

    /** A path as RE2/J reads it: one character for each byte. */
    private static final class PathText implements CharSequence {
        private ByteBuffer in;
        private int from;
        private int to;

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return (char) (in.get(from + index) & 0xff);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return toString().substring(start, end);
        }

        @Override
        public String toString() {
            return Ascii.text(in, from, to);
        }
    }

    void begin(HeadView head, ByteBuffer in, ClientAddress client) {
        this.head = head;
        this.in = in;
        this.client = client;
        addressBytes = UNKNOWN;
    }

    /** Where path and query are. For tables that ask for them. */
    void findPath() {
        final int from = head.pathStart();
        final int targetEnd = head.targetEnd();
        pathIn = in;
        pathStart = from;
        pathEnd = Ascii.indexOf(in, from, targetEnd, '?');
        queryStart = pathEnd + 1;
        if (pathEnd == from) { // http://host is http://host/ (RFC 9110 §4.2.3), or the * of OPTIONS (RFC 9112 §3.2.4)
            pathIn = head.method() == Method.OPTIONS && from == targetEnd ? ASTERISK : ROOT;
            pathStart = 0;
            pathEnd = 1;
        }
    }

    HeadView head() {
        return head;
    }

    ByteBuffer in() {
        return in;
    }

    /** {@code OPTIONS *} has none. */
    boolean hasPath() {
        return pathIn.get(pathStart) == '/';
    }

    /** The buffer that the path is in. */
    ByteBuffer pathIn() {
        return pathIn;
    }

    int pathStart() {
        return pathStart;
    }

    int pathEnd() {
        return pathEnd;
    }

    /** Position of the first parameter; the target's end, or behind it, when there is no query. */
    int queryStart() {
        return queryStart;
    }

    int best() {
        return best;
    }

    void setBest(int best) {
        this.best = best;
    }

    /** An index with so many slots is looked into, and none of them was tried. */
    void beginTrial(int slots) {
        if (trials.length < slots) {
            trials = new int[slots]; // once: for the largest that requests meet
        }
        if (++trial == 0) {
            Arrays.fill(trials, 0);
            trial = 1;
        }
    }

    /** The slot is tried now. False when it was before: a value that is repeated leads to nothing else. */
    boolean isFirstTrial(int slot) {
        final boolean isFirst = trials[slot] != trial;
        trials[slot] = trial;
        return isFirst;
    }

    boolean isClientIn(NetworkSet networks) {
        if (addressBytes == UNKNOWN) {
            addressBytes = client.routedClient(head, in, address);
        }
        return networks.has(address, addressBytes);
    }

    /** The path matches the table's expression of that number. Costs what RE2/J allocates, about 64 bytes. */
    boolean matches(RouteTable table, int pattern) {
        if (!hasPath()) {
            return false;
        }
        if (matchersOf != table) {
            matchersOf = table;
            matchers = table.newMatchers();
        }
        text.in = pathIn;
        text.from = pathStart;
        text.to = pathEnd;
        return matchers[pattern].reset(text).matches();
    }
}
