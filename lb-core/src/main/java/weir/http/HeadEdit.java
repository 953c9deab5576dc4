package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * Rewrites a head in place: takes lines out, puts lines in, and moves as few bytes as that needs.
 *
 * <p>The bytes that stay are a few runs between what is taken out. They are moved so that the new head ends at a given
 * position, normally where the body begins; it then starts earlier or later than the old one. A head that grows needs
 * free room before it, which is what the front of a relay buffer is kept free for. New lines stand last.
 *
 * <p>Thread: owning loop only; one per loop, used for one head at a time.
 */
public final class HeadEdit {
    /** Most that Weir itself adds to a head, in bytes. Host is limited, all else is short; see {@link #add}. */
    public static final int ADDED_BYTES_MAX = 2048;

    /**
     * Pieces that can be taken out of values which stay: more cookies of one name than any client has a reason to send.
     */
    private static final int VALUE_CUTS_MAX = 32;
    /** With that of the start line, which no number of others takes the place of. */
    private static final int CUTS_MAX = VALUE_CUTS_MAX + 1;

    private static final int AS_IT_IS = -1;

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private final byte[] added;
    private final int[] runStarts;
    private final int[] runBytes;
    private int addedBytes;
    private int prefixBytes;
    private int keepFrom;
    private boolean replacesHost;
    private final int[] cutStarts = new int[CUTS_MAX];
    private final int[] cutEnds = new int[CUTS_MAX];
    private int runs;
    private int cuts;
    private int valueCuts;

    /** For heads that no configuration says anything about. */
    public HeadEdit(int linesMax) {
        this(linesMax, 0);
    }

    /**
     * @param linesMax most field lines of a head
     * @param rulesBytesMax most that a configuration adds beside what Weir does
     */
    public HeadEdit(int linesMax, int rulesBytesMax) {
        added = new byte[ADDED_BYTES_MAX + rulesBytesMax];
        runStarts = new int[linesMax + CUTS_MAX + 2];
        runBytes = new int[linesMax + CUTS_MAX + 2];
    }

    public void begin() {
        addedBytes = 0;
        prefixBytes = 0;
        keepFrom = AS_IT_IS;
        replacesHost = false;
        cuts = 0;
        valueCuts = 0;
    }

    /** Puts bytes before everything else; only before the first {@link #add}. */
    void prefix(byte[] bytes) {
        assert addedBytes == prefixBytes;
        add(bytes);
        prefixBytes = addedBytes;
    }

    /**
     * The request line begins with {@code in[from, to)} and a space, then goes on with
     * {@code target[targetFrom, targetTo)}, and then with what the head has from the offset {@code restStart} on. Once
     * at most; nothing is cut out of it then.
     */
    public void startLine(ByteBuffer in, int from, int to, byte[] target, int targetFrom, int targetTo, int restStart) {
        final int method = to - from;
        final int bytes = method + 1 + targetTo - targetFrom;
        System.arraycopy(added, 0, added, bytes, addedBytes);
        in.get(from, added, 0, method);
        added[method] = ' ';
        System.arraycopy(target, targetFrom, added, method + 1, targetTo - targetFrom);
        addedBytes += bytes;
        prefixBytes = bytes;
        keepFrom = restStart;
    }

    /** {@link #startLine} has said how it begins. */
    boolean hasStartLine() {
        return keepFrom != AS_IT_IS;
    }

    /** Offset of what stays of a head that would stay from {@code start} on. */
    int keepFrom(int start) {
        return hasStartLine() ? keepFrom : start;
    }

    /** A line for Host is among what is added, in place of what the client has sent. */
    public void replaceHost() {
        replacesHost = true;
    }

    public boolean replacesHost() {
        return replacesHost;
    }

    /**
     * Takes {@code [from, to)} out of the start line; offsets are relative to the head. Once at most, before or after
     * {@link #cut}.
     */
    void cutStartLine(int from, int to) {
        insert(from, to);
    }

    /**
     * Takes {@code [from, to)} out of a field's value; offsets are relative to the head. Cuts do not overlap, and
     * nearly always come in ascending order. One that is too many is not made.
     */
    public void cut(int from, int to) {
        if (valueCuts < VALUE_CUTS_MAX) {
            valueCuts++;
            insert(from, to);
        }
    }

    private void insert(int from, int to) {
        int at = cuts++;
        while (at > 0 && cutStarts[at - 1] > from) {
            cutStarts[at] = cutStarts[at - 1];
            cutEnds[at] = cutEnds[at - 1];
            at--;
        }
        assert at == 0 || cutEnds[at - 1] <= from : "a cut within another";
        cutStarts[at] = from;
        cutEnds[at] = to;
    }

    /**
     * What has been added so far leaves room before a head that begins at {@code base} and is followed by
     * {@code gapBytes}. Only one that was repaired has less than it needs.
     */
    public boolean fits(int base, int gapBytes) {
        return addedBytes + gapBytes <= base;
    }

    /** Adds bytes to the end of the field section; together they must be whole lines. */
    public void add(byte[] bytes) {
        add(bytes, bytes.length);
    }

    /** Adds the first {@code count} of {@code bytes}. */
    public void add(byte[] bytes, int count) {
        System.arraycopy(bytes, 0, added, addedBytes, count);
        addedBytes += count;
    }

    /** Adds a line whose value is copied from {@code in[from, to)}. {@code name} ends in colon and space. */
    public void add(byte[] name, ByteBuffer in, int from, int to) {
        add(name);
        add(in, from, to);
        added[addedBytes++] = CR;
        added[addedBytes++] = LF;
    }

    /** Adds {@code in[from, to)}. */
    public void add(ByteBuffer in, int from, int to) {
        in.get(from, added, addedBytes, to - from);
        addedBytes += to - from;
    }

    /** Adds a line whose value is a number. {@code name} ends in colon and space. */
    public void add(byte[] name, long number) {
        add(name);
        int digits = 1;
        for (long rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = addedBytes + digits - 1; i >= addedBytes; i--) {
            added[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        addedBytes += digits;
        added[addedBytes++] = CR;
        added[addedBytes++] = LF;
    }

    /** A line of that name has been added. O(bytes added). */
    public boolean hasAdded(byte[] lowerCaseName) {
        return nextAdded(lowerCaseName, prefixBytes) < addedBytes;
    }

    /** Takes out the lines of that name that have been added. O(bytes added). */
    public void removeAdded(byte[] lowerCaseName) {
        for (int at = nextAdded(lowerCaseName, prefixBytes); at < addedBytes; at = nextAdded(lowerCaseName, at)) {
            final int end = endOfAdded(at);
            System.arraycopy(added, end, added, at, addedBytes - end);
            addedBytes -= end - at;
        }
    }

    /** Where the next line of that name begins, from the line at {@code from} on; where all end when there is none. */
    private int nextAdded(byte[] lowerCaseName, int from) {
        int at = from;
        while (at < addedBytes && !isAddedAt(at, lowerCaseName)) {
            at = endOfAdded(at);
        }
        return at;
    }

    private boolean isAddedAt(int line, byte[] lowerCaseName) {
        if (line + lowerCaseName.length >= addedBytes || added[line + lowerCaseName.length] != ':') {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length; i++) {
            if (Ascii.lower(added[line + i]) != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    private int endOfAdded(int line) {
        int at = line;
        while (added[at] != LF) {
            at++;
        }
        return at + 1;
    }

    /**
     * Performs the edit.
     *
     * @param base position of the head in the buffer
     * @param keepFrom offset of the first byte that stays
     * @param fields the head's lines, some of them dropped
     * @param newEnd position at which the new head shall end; not behind the old head's end
     * @return position at which the new head starts
     */
    int apply(ByteBuffer buffer, int base, int keepFrom, FieldLines fields, int newEnd) {
        final int keptBytes = findRuns(base, keepFrom, fields);
        final int newStart = newEnd - keptBytes - addedBytes - 2;
        assert newStart >= 0 : "no room before the head";
        moveRuns(buffer, newStart + prefixBytes);
        if (prefixBytes > 0) {
            buffer.put(newStart, added, 0, prefixBytes);
        }
        final int linesBytes = addedBytes - prefixBytes;
        if (linesBytes > 0) {
            buffer.put(newEnd - 2 - linesBytes, added, prefixBytes, linesBytes);
        }
        buffer.put(newEnd - 2, CR);
        buffer.put(newEnd - 1, LF);
        return newStart;
    }

    /** Collects the runs of bytes that stay, as positions; returns their total length. */
    private int findRuns(int base, int keepFrom, FieldLines fields) {
        runs = 0;
        int total = 0;
        int start = keepFrom;
        int cut = 0;
        for (int i = 0; i < fields.count(); i++) {
            if (fields.isDropped(i)) {
                total += addKept(base, start, fields.nameStart(i), cut);
                start = fields.lineEnd(i);
                cut = cutsBefore(start, cut);
            }
        }
        return total + addKept(base, start, fields.endOffset(), cut);
    }

    /** What is left between the cuts, from number {@code cut} on, that lie before {@code end}. */
    private int addKept(int base, int from, int end, int cut) {
        int total = 0;
        int start = from;
        for (int i = cut; i < cuts && cutStarts[i] < end; i++) {
            total += addRun(base + start, cutStarts[i] - start);
            start = cutEnds[i];
        }
        return total + addRun(base + start, end - start);
    }

    /** How many cuts lie before {@code end}; {@code from} of them are known to. */
    private int cutsBefore(int end, int from) {
        int count = from;
        while (count < cuts && cutStarts[count] < end) {
            count++;
        }
        return count;
    }

    private int addRun(int position, int bytes) {
        if (bytes > 0) {
            runStarts[runs] = position;
            runBytes[runs++] = bytes;
        }
        return bytes;
    }

    /**
     * Runs that move right lie before runs that move left, and neither kind reaches into the other's bytes. So the
     * former go last to first, the latter first to last, and no run is overwritten before it was moved.
     */
    private void moveRuns(ByteBuffer buffer, int firstTarget) {
        int target = firstTarget;
        int rightCount = 0;
        while (rightCount < runs && target >= runStarts[rightCount]) {
            target += runBytes[rightCount++];
        }
        int leftTarget = target;
        for (int i = rightCount - 1; i >= 0; i--) {
            target -= runBytes[i];
            move(buffer, runStarts[i], target, runBytes[i]);
        }
        for (int i = rightCount; i < runs; i++) {
            move(buffer, runStarts[i], leftTarget, runBytes[i]);
            leftTarget += runBytes[i];
        }
    }

    private static void move(ByteBuffer buffer, int from, int to, int bytes) {
        if (from != to) {
            buffer.put(to, buffer, from, bytes);
        }
    }
}
