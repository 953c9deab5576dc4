package weir.exchange;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.relay.RelayBuffer;

/**
 * Writes a response to its client: a backend's from the buffer that it was read into, or one that Weir itself has made.
 *
 * <pre>
 *   NOTHING --1xx--> INTERIM --final head--> FINAL --last byte--> (served)
 *      |                |
 *      '----------------'--Weir itself answers--> OWN --last byte--> (over)
 * </pre>
 *
 * <p>Thread: owning loop only.
 */
final class ResponseWriter {
    private enum State {
        NOTHING,
        /** Part of a response has gone or waits to, but not of its final head. */
        INTERIM,
        /** The final head is on its way, so nothing else can be. */
        FINAL,
        /** Part of a response that Weir itself has made waits for the client. */
        OWN;

        private boolean mayBecome(State next) {
            return next == NOTHING || this == NOTHING || this == INTERIM;
        }
    }

    /** How far a write has come. */
    enum Progress {
        /** Nothing is left to be sent. */
        SENT,
        /** The client takes no more for now. */
        STALLED,
        /** The client takes nothing more at all. */
        GONE,
        /** There is no buffer for what the client does not take. */
        LOST
    }

    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private final LoopView view;
    private final ClientStream client;
    private final RelayBuffer bytes;

    private State state = State.NOTHING;
    /** What is to be sent, or is being sent, is sent so. */
    private Delivery delivery = Delivery.LAST;
    /** The client has not taken what it was sent. */
    private boolean isStalled;
    /** Runs from the first time that the client did not take all; null before any has not. */
    private Pace pace;

    private boolean isPaced;
    /** Of a response of Weir's own, behind what is in the buffer; null = nothing. */
    private OwnTail tail;

    ResponseWriter(LoopView view, ClientStream client, RelayBuffer bytes) {
        this.view = view;
        this.client = client;
        this.bytes = bytes;
    }

    void release() {
        become(State.NOTHING);
        delivery = Delivery.LAST;
        isStalled = false;
        isPaced = false;
        giveTail();
    }

    private void giveTail() {
        if (tail != null) {
            view.httpTools().giveTail(tail);
            tail = null;
        }
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    // --- a backend's response

    /** An interim head is to be sent. */
    void beginInterim() {
        become(State.INTERIM);
    }

    /** The final head is to be sent. */
    void beginFinal() {
        become(State.FINAL);
    }

    /** How what follows is sent; until {@link #beginFinal} that may still change. */
    void deliver(Delivery as) {
        delivery = as;
    }

    /** Length of the line that {@link #wrap} puts before so many bytes. */
    static int sizeLineBytes(int bytes) {
        return bytes == 0 ? 0 : (35 - Integer.numberOfLeadingZeros(bytes)) / 4 + 2;
    }

    /**
     * Makes a chunk of what is to be sent, if there is anything and it is sent so; there is room for its lines, see
     * {@link RelayBuffer}.
     */
    void wrap() {
        if (delivery.isInChunks() && bytes.hasUnsent()) {
            final int from = bytes.sendStart();
            final int to = bytes.sendEnd();
            final ByteBuffer buffer = bytes.buffer();
            int at = from - 2;
            buffer.put(at, (byte) '\r').put(at + 1, (byte) '\n');
            for (int rest = to - from; rest > 0; rest >>>= 4) {
                buffer.put(--at, HEX[rest & 0xf]);
            }
            buffer.put(to, (byte) '\r').put(to + 1, (byte) '\n');
            bytes.setUnsent(at, to + 2);
        }
    }

    /** No chunk follows. The buffer is empty, or nothing would have been read. */
    void endChunks() {
        if (delivery.isInChunks()) {
            bytes.rewind();
            final int end = bytes.front() + LAST_CHUNK.length;
            bytes.buffer().put(bytes.front(), LAST_CHUNK);
            bytes.setUnsent(bytes.front(), end);
        }
    }

    /** Something is left to be sent. */
    boolean hasUnsent() {
        return bytes.hasUnsent() || tail != null;
    }

    /** Writes once what is to be sent. */
    Progress write(long contentBytes) {
        final int count = writeOnce();
        if (count < 0) {
            return Progress.GONE;
        }
        if (isPaced) {
            pace.took(count, view.loop().nowNs());
        }
        if (hasUnsent()) {
            stall(contentBytes);
            return Progress.STALLED;
        }
        return Progress.SENT;
    }

    private int writeOnce() {
        final int count = bytes.hasUnsent() ? client.write(bytes) : 0;
        if (count < 0 || tail == null || bytes.hasUnsent()) {
            return count;
        }
        bytes.giveBuffer();
        final int ofTail = writeTail();
        return ofTail < 0 ? ofTail : count + ofTail;
    }

    private int writeTail() {
        final int count = tail.write(client);
        if (!tail.hasRemaining()) {
            giveTail();
        }
        return count;
    }

    // --- a response of Weir's own

    /** What {@link #writeOwn} sends is to be followed by {@code from[start, end)}. */
    void follow(ByteBuffer from, int start, int end) {
        if (start < end) {
            tail = view.httpTools().takeTail();
            tail.begin(from, start, end);
        }
    }

    /**
     * Sends a whole response. What the client does not take waits in the buffer for as long as a body would: a client
     * that pipelines may be slow to read, and the next response must not follow half of this one.
     */
    Progress writeOwn(ByteBuffer out, boolean keep) {
        if (!isStalled && client.write(out) < 0) {
            return Progress.GONE;
        }
        if (!out.hasRemaining() && tail != null && writeTail() < 0) {
            return Progress.GONE;
        }
        if (!out.hasRemaining() && tail == null) {
            return Progress.SENT;
        }
        if (out.hasRemaining() && !hold(out)) {
            return Progress.LOST;
        }
        become(State.OWN);
        delivery = Delivery.whole(keep);
        client.leaveUnread();
        stall(0);
        return Progress.STALLED;
    }

    /** Behind part of an interim response, or instead of what the upstream has sent. */
    private boolean hold(ByteBuffer out) {
        if (!bytes.hasUnsent()) {
            bytes.giveBuffer();
        } else {
            bytes.truncate(bytes.sendEnd());
        }
        if (!bytes.takeBufferFor(out.remaining())) {
            return false;
        }
        bytes.append(out);
        return true;
    }

    // --- a client that is slow

    private void stall(long contentBytes) {
        if (!isPaced) {
            isPaced = true;
            if (pace == null) {
                pace = new Pace(client.timeouts());
            }
            pace.begin(contentBytes);
        }
        isStalled = true;
        client.awaitRoom();
        client.setTimer(client.timeouts().bodyMs(), pace.owes(view.loop().nowNs()));
    }

    void endStall() {
        isStalled = false;
        client.endAwaitingRoom();
    }

    /**
     * The kernel tells of room only when a good part of its buffer is free, so it is asked once more. Returns true when
     * the client has taken something.
     */
    boolean writeLate() {
        final int count = writeOnce();
        if (count > 0) {
            pace.took(count, view.loop().nowNs());
        }
        return count > 0;
    }

    boolean isTooSlow() {
        return pace.owes(view.loop().nowNs()) <= 0;
    }

    // --- what others ask

    /** A byte of a backend's response, an interim one included, has gone to the client or waits for it. */
    boolean hasSent() {
        return state != State.NOTHING;
    }

    /** The final head of a backend's response is on its way, so nothing else can be. */
    boolean isFinal() {
        return state == State.FINAL;
    }

    /** A response that Weir itself has made is on its way. */
    boolean isOwn() {
        return state == State.OWN;
    }

    boolean isStalled() {
        return isStalled;
    }

    Delivery delivery() {
        return delivery;
    }
}
