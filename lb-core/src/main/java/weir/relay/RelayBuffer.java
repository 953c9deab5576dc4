package weir.relay;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.buf.BufferStock;
import weir.http.HeadEdit;
import weir.net.Transport;

/**
 * The bytes that one side has sent and that are not with the other side yet, in one pooled buffer that is held only
 * while there are any.
 *
 * <pre>
 *   0        front                                                      capacity
 *   |  free   |   sent   |  to be sent  |  not yet understood  |  room  | TAIL |
 *                    sendStart       sendEnd                readEnd
 * </pre>
 *
 * <p>The front is free so that a head can grow backwards, the tail so that a chunk's line end fits. Buffers have three
 * sizes. All begin with an ordinary one, which holds a head, and for which others may have to wait in line
 * ({@link BufferQueue}). When a read has filled that, more is on its way, and the next bytes get a large one if there
 * is any: each read of the socket costs an acknowledgement, which makes the sender's side send and set its timers,
 * within our time. What rests when an event is over moves to a small one if it fits ({@link #rest}); it is sent from
 * there, and comes back before more is read. Positions are those in the ordinary one all the while.
 *
 * <p>When ordinary ones are scarce, because peers are slow to take what was read for them, a read takes no more than a
 * small one holds. So whoever turns out to be slow as well keeps none that others need, and whoever is fast does not
 * wait. Thread: owning loop only.
 */
public final class RelayBuffer extends BufferQueue.Holder implements Transport.Holder {
    /** Whose bytes they are. */
    public interface Reader {
        /** There is a buffer, for want of which {@link #takeBuffer} was false. */
        void onBuffer();

        /** It may move more bytes of a long body, see {@link BulkTurns}. Whatever it does with them must not fail. */
        default void onTurn() {}

        /** Others wait for the buffer, which {@link #rest} has said is spare. */
        void onScarce();

        /** Others wait for the buffer, and the peer has kept it longest. */
        void onEvicted();
    }

    /**
     * Room for what Weir adds to a head, and for the size line of a chunk between head and body; what a configuration
     * adds comes on top, see {@link BufferStock#front}.
     */
    public static final int FRONT = HeadEdit.ADDED_BYTES_MAX + 32;
    /** Room for CR LF and a last chunk behind the data. */
    public static final int TAIL = 16;

    /**
     * What one read into a large buffer takes. From 32 to 128 KiB the cost of a large body halves; 256 KiB save nothing
     * more and may not stay in a core's cache.
     */
    private static final int LARGE_READ_BYTES = 128 * 1024;
    /**
     * What may be put around the bytes of a read before they are sent: a chunk's size and end, a TLS record's; an
     * eighth for the lines that are added to a head.
     */
    private static final int AROUND_BYTES = 96;
    /** Capacity of a large buffer. */
    public static final int LARGE_BUFFER_BYTES = FRONT + LARGE_READ_BYTES + TAIL;

    private final BufferStock stock;
    private final BufferQueue.Side side;
    private final int front;
    /** Notified when others need the buffer, or when it has come; null before that is possible. */
    private Reader reader;

    /**
     * Where reading is reserved for {@link #buffer}, or for one that is waited for, or is about to be; null = nowhere.
     */
    private Transport source;

    private ByteBuffer buffer;
    /** Position in an ordinary buffer of the first byte of a small one; 0 = what is held is not small. */
    private int restStart;

    private int sendStart;
    private int sendEnd;
    private int readEnd;
    /** The last read took as much as an ordinary buffer holds. */
    private boolean isFlowing;
    /** The last read took all that it might have. */
    private boolean hasFilled;
    /** Of {@link BulkTurns}. */
    private boolean isInLine;
    /** The last use that was said is {@link BufferQueue.Use#PARKED}. */
    private boolean isParked;

    /**
     * @param side whose quota of ordinary buffers counts: responses must be able to flow when requests took all of
     *     theirs
     */
    public RelayBuffer(BufferStock stock, BufferQueue.Side side) {
        this.stock = stock;
        this.side = side;
        this.front = stock.front();
    }

    /** Capacity of a buffer that can hold a head of so many bytes. */
    public static int bufferBytes(int headBytesMax) {
        return FRONT + headBytesMax + TAIL;
    }

    /**
     * A buffer to read into, with what was held so far. When it is false there is none: stop reading, until
     * {@code forReader} is notified to go on.
     */
    public boolean takeBuffer(Reader forReader, Transport from) {
        source = from;
        reader = forReader;
        isParked = false;
        if (!from.reserve(this)) {
            assert isStarved() || sendEnd == readEnd : "waits for one buffer with what must be read on in another";
            return false;
        }
        if (!takeNow()) {
            stock.ordinary().await(side, this);
            return false;
        }
        return true;
    }

    @Override
    public void onReserved() {
        reader.onBuffer();
        if (isStarved() && !isWaiting()) {
            unreserve(); // it has not taken a buffer at once, and asks again
        }
    }

    private void unreserve() {
        final Transport from = source;
        if (from != null) {
            source = null;
            from.unreserve();
        }
    }

    /** It waits for a buffer, or for what reading into one needs. */
    public boolean isStarved() {
        return source != null && (buffer == null || restStart > 0);
    }

    private boolean takeNow() {
        if (buffer != null && restStart == 0) {
            return true;
        }
        ByteBuffer taken = isFlowing ? stock.large().take() : null;
        if (taken != null) {
            stock.ordinary().forget(this);
        } else {
            taken = stock.ordinary().take(side); // null while this one waits itself
        }
        if (taken != null) {
            accept(taken);
        }
        return taken != null;
    }

    @Override
    protected void accept(ByteBuffer taken) {
        if (restStart > 0) {
            taken.put(restStart, buffer, 0, readEnd - restStart);
            stock.small().give(buffer);
            restStart = 0;
        } else {
            rewind();
        }
        buffer = taken;
    }

    /** Nothing is read into the buffer that was waited for. */
    public void stopWaiting() {
        if (isWaiting()) {
            stock.ordinary().forget(this);
            giveBufferIfEmpty();
        }
        if (isStarved()) {
            unreserve();
        }
    }

    /**
     * Until something happens the bytes from {@code from} on are held for that use; those before are not needed any
     * more.
     *
     * @param forReader is notified when others need the buffer
     */
    public void rest(Reader forReader, int from, BufferQueue.Use use, long nowNs) {
        if (buffer != null && restStart == 0 && !isWaiting() && !restInSmall(from)) {
            hold(forReader, use, nowNs);
            if (sendEnd == readEnd) {
                unreserve(); // it becomes free without more being read
            }
        }
    }

    /** As {@link #rest}, in the same buffer, with all that reading on into it needs. */
    public void hold(Reader forReader, BufferQueue.Use use, long nowNs) {
        if (isOrdinary() && !isWaiting()) {
            reader = forReader;
            isParked = use == BufferQueue.Use.PARKED;
            stock.ordinary().use(side, this, use, nowNs);
        }
    }

    @Override
    public boolean isParked() {
        return isParked;
    }

    private boolean restInSmall(int from) {
        final int count = readEnd - from;
        final boolean mayComeBack =
                readEnd <= stock.ordinary().bufferBytes() - TAIL; // no more was read into a large one
        final ByteBuffer small = mayComeBack && count <= stock.small().bufferBytes()
                ? stock.small().take()
                : null;
        if (small != null) {
            small.put(0, buffer, from, count);
            give();
            buffer = small;
            restStart = from;
        }
        return small != null;
    }

    @Override
    protected void onBuffer() {
        reader.onBuffer();
    }

    @Override
    protected void onScarce() {
        reader.onScarce();
    }

    @Override
    public void onEvicted() {
        reader.onEvicted();
    }

    /**
     * A buffer for bytes that {@link #append} is given. False when there is none just now, or none that has room for so
     * many.
     */
    public boolean takeBufferFor(int bytes) {
        isFlowing |= bytes > stock.ordinary().bufferBytes() - front() - TAIL;
        return takeNow() && bytes <= room();
    }

    /** Puts bytes behind what is to be sent, and lets them be sent. Whatever was read behind that is forgotten. */
    public void append(ByteBuffer from) {
        final int end = sendEnd + from.remaining();
        buffer.limit(limit()).position(sendEnd);
        buffer.put(from);
        readEnd = end;
        sendEnd = end;
    }

    /**
     * The same with the last bytes of all, of which there are {@link #TAIL} at most. There is room for them, however
     * full the buffer is.
     */
    public void end(byte[] last) {
        final int start = readEnd;
        buffer().put(start, last);
        setUnsent(sendStart, start + last.length);
    }

    public boolean hasBuffer() {
        return buffer != null;
    }

    private boolean isOrdinary() {
        return buffer.capacity() == stock.ordinary().bufferBytes();
    }

    /**
     * Gives the buffer back, with whatever is in it. Doing so twice gives back once. One that was waited for, and that
     * nobody has been told of, stays.
     */
    public void giveBuffer() {
        if (buffer != null && (restStart > 0 || !isWaiting())) {
            give();
        }
        rewind();
    }

    private void give() {
        final ByteBuffer given = buffer;
        buffer = null;
        if (!isWaiting()) {
            unreserve();
        }
        if (restStart > 0) {
            restStart = 0;
            stock.small().give(given);
        } else if (given.capacity() == stock.ordinary().bufferBytes()) {
            stock.ordinary().forget(this);
            stock.ordinary().give(side, given);
        } else {
            stock.large().give(given);
        }
    }

    public boolean isInLine() {
        return isInLine;
    }

    void standInLine(Reader forReader) {
        reader = forReader;
        isInLine = true;
    }

    void takeTurn() {
        if (isInLine) {
            isInLine = false;
            reader.onTurn();
        }
    }

    /**
     * Gives the buffer back, and does not wait for one; whatever comes next has nothing to do with what came before.
     */
    public void release() {
        isInLine = false;
        stock.ordinary().forget(this);
        giveBuffer();
        unreserve();
        isFlowing = false;
    }

    /** Gives the buffer back if all bytes have been sent. */
    public void giveBufferIfEmpty() {
        if (sendStart == readEnd) {
            giveBuffer();
        }
    }

    /** Where a message begins. */
    public int front() {
        return front;
    }

    /** All bytes were sent: the next ones go to the front again. */
    public void rewind() {
        sendStart = front();
        sendEnd = front();
        readEnd = front();
    }

    /** As {@link #read(Transport, int)} when nothing is held that may rest. */
    public int read(Transport from) {
        return read(from, readEnd);
    }

    /**
     * Reads once into the room that is left, or into less of it; as {@link Transport#read}.
     *
     * @param heldFrom where the bytes begin that will rest together with those which are read
     */
    public int read(Transport from, int heldFrom) {
        final int stop = isLittleEnough(from) ? Math.min(limit(), littleEnd(heldFrom)) : limit();
        buffer.limit(stop).position(readEnd);
        final int count = from.read(buffer);
        if (count > 0) {
            readEnd += count;
        }
        hasFilled = readEnd == stop;
        isFlowing = readEnd >= stock.ordinary().bufferBytes() - TAIL;
        return count;
    }

    /**
     * Ordinary ones are scarce. Part of a TLS record would leave the rest of it in another buffer, so these are read as
     * ever.
     */
    private boolean isLittleEnough(Transport from) {
        return stock.ordinary().isScarce(side) && stock.small().stock() > 0 && !from.hasRecords();
    }

    /** Where a read of little ends: what is held and what is read rest together if they fit. */
    private int littleEnd(int heldFrom) {
        return (readEnd - heldFrom < little() ? heldFrom : readEnd) + little();
    }

    private int little() {
        final int small = stock.small().bufferBytes();
        return small - Math.max(AROUND_BYTES, small / 8);
    }

    /** What is held from there on would not rest in a small buffer if more were read, and ordinary ones are scarce. */
    public boolean holdsEnough(Transport from, int heldFrom) {
        return readEnd - heldFrom >= little() && isLittleEnough(from);
    }

    /** What is held has moved on: whoever was slow with it is so no more. */
    public void moves() {
        if (!isWaiting()) {
            stock.ordinary().forget(this);
        }
    }

    /** True when the last read has left no room, so that there may be more to be read. */
    public boolean hasFilled() {
        return hasFilled;
    }

    /** Writes once what may be sent; as {@link Transport#write}. */
    public int write(Transport to) {
        buffer.limit(sendEnd - restStart).position(sendStart - restStart);
        final int count = to.write(buffer);
        buffer.limit(buffer.capacity());
        if (count > 0) {
            sendStart += count;
        }
        return count;
    }

    /** Where reading ends. */
    private int limit() {
        return buffer.capacity() - TAIL;
    }

    /** For what is read next. */
    public int room() {
        return (buffer == null || restStart > 0 ? stock.ordinary().bufferBytes() - TAIL : limit()) - readEnd;
    }

    public boolean hasUnsent() {
        return sendStart < sendEnd;
    }

    /** Nothing is held that was read and not sent. */
    public boolean isEmpty() {
        return sendStart == readEnd;
    }

    /** For reading and rewriting in place, within the event that has read; absolute indexes only. */
    public ByteBuffer buffer() {
        assert restStart == 0 : "the bytes rest elsewhere";
        return buffer.limit(buffer.capacity());
    }

    /**
     * As {@link #buffer}, be the bytes where they were read or at rest; what is at a position of this object's is
     * {@link #restStart} before it.
     */
    public ByteBuffer restingBuffer() {
        return buffer.limit(buffer.capacity());
    }

    public int restStart() {
        return restStart;
    }

    public int sendStart() {
        return sendStart;
    }

    public int sendEnd() {
        return sendEnd;
    }

    public int readEnd() {
        return readEnd;
    }

    /** {@code [start, end)} is to be sent next. */
    public void setUnsent(int start, int end) {
        assert start >= 0 && start <= end && end <= buffer.capacity() + restStart : start + ".." + end;
        sendStart = start;
        sendEnd = end;
        readEnd = Math.max(readEnd, end);
    }

    /** Forgets what was read behind {@code end}. */
    public void truncate(int end) {
        readEnd = end;
    }

    /**
     * A body reader has turned {@code [sendEnd, from)} into {@code [sendEnd, to)}, with {@code to <= from}: closes the
     * gap and lets the result be sent.
     */
    public void commit(int to, int from) {
        if (to < from) {
            if (from < readEnd) {
                buffer().put(to, buffer, from, readEnd - from);
            }
            readEnd -= from - to;
        }
        sendEnd = to;
    }

    /**
     * Moves the bytes that are not understood yet to the front, so that there is room behind them. All others have been
     * sent.
     */
    public void compact(int from) {
        final int count = readEnd - from;
        buffer().put(front(), buffer, from, count);
        sendStart = front();
        sendEnd = front();
        readEnd = front() + count;
    }
}
