package weir.proxy;

import java.nio.ByteBuffer;
import weir.buf.BufferPool;
import weir.http.HeadEdit;
import weir.net.Transport;

/**
 * The bytes that one side has sent and that are not with the other side yet, in one pooled buffer that is held only while there are any.
 *
 * <pre>
 *   0        FRONT                                                      capacity
 *   |  free   |   sent   |  to be sent  |  not yet understood  |  room  | TAIL |
 *                    sendStart       sendEnd                readEnd
 * </pre>
 *
 * <p>The front is free so that a head can grow backwards, the tail so that a chunk's line end fits. Buffers have two sizes. All begin with one that holds a head;
 * when a read has filled that, more is on its way, and the next bytes get a large one if there is any: each read of the socket costs an acknowledgement, which
 * makes the sender's side send and set its timers, within our time. Thread: owning loop only.
 */
public final class Inbound {
    /** Room for what is added to a head, and for the size line of a chunk between head and body. */
    public static final int FRONT = HeadEdit.ADDED_BYTES_MAX + 32;
    /** Room for CR LF and a last chunk behind the data. */
    public static final int TAIL = 16;

    /** What one read into a large buffer takes. From 32 to 128 KiB the cost of a large body halves; 256 KiB save nothing more and may not stay in a core's cache. */
    private static final int LARGE_READ_BYTES = 128 * 1024;
    /** Capacity of a large buffer. */
    public static final int LARGE_BUFFER_BYTES = FRONT + LARGE_READ_BYTES + TAIL;

    private final BufferPool pool;
    private final BufferPool largePool;
    private final int reserve;
    private ByteBuffer buffer;
    private int sendStart;
    private int sendEnd;
    private int readEnd;
    /** The last read took as much as a buffer of the first size holds. */
    private boolean isFlowing;

    /**
     * @param pool of buffers that hold a head
     * @param largePool of large ones, without which it goes as well
     * @param reserve buffers that this side leaves in the first pool for the other; responses must be able to flow when requests took all others
     */
    public Inbound(BufferPool pool, BufferPool largePool, int reserve) {
        this.pool = pool;
        this.largePool = largePool;
        this.reserve = reserve;
    }

    /** Capacity of a buffer that can hold a head of so many bytes. */
    public static int bufferBytes(int headBytesMax) {
        return FRONT + headBytesMax + TAIL;
    }

    /** False when the stock is used up; then stop reading. */
    public boolean takeBuffer() {
        if (buffer != null) {
            return true;
        }
        if (isFlowing) {
            buffer = largePool.take();
        }
        if (buffer == null && pool.stock() - pool.heldCount() > reserve) {
            buffer = pool.take();
        }
        rewind();
        return buffer != null;
    }

    /** As {@link #takeBuffer}, for bytes that {@link #append} is given. False as well when there is none that has room for so many. */
    public boolean takeBufferFor(int bytes) {
        isFlowing |= bytes > pool.bufferBytes() - FRONT - TAIL;
        return takeBuffer() && bytes <= room();
    }

    /** Puts bytes behind what is to be sent, and lets them be sent. Whatever was read behind that is forgotten. */
    public void append(ByteBuffer from) {
        final int end = sendEnd + from.remaining();
        buffer.limit(limit()).position(sendEnd);
        buffer.put(from);
        readEnd = end;
        sendEnd = end;
    }

    public boolean hasBuffer() {
        return buffer != null;
    }

    /** Gives the buffer back, with whatever is in it. Doing so twice gives back once. */
    public void giveBuffer() {
        if (buffer != null) {
            (buffer.capacity() == pool.bufferBytes() ? pool : largePool).give(buffer);
            buffer = null;
        }
        rewind();
    }

    /** Gives the buffer back; whatever comes next has nothing to do with what came before. */
    public void release() {
        giveBuffer();
        isFlowing = false;
    }

    /** Gives the buffer back if all bytes have been sent. */
    public void giveBufferIfEmpty() {
        if (sendStart == readEnd) {
            giveBuffer();
        }
    }

    /** All bytes were sent: the next ones go to the front again. */
    public void rewind() {
        sendStart = FRONT;
        sendEnd = FRONT;
        readEnd = FRONT;
    }

    /** Reads once into the room that is left; as {@link Transport#read}. */
    public int read(Transport from) {
        buffer.limit(limit()).position(readEnd);
        final int count = from.read(buffer);
        if (count > 0) {
            readEnd += count;
        }
        isFlowing = readEnd >= pool.bufferBytes() - TAIL;
        return count;
    }

    /** Writes once what may be sent; as {@link Transport#write}. */
    public int write(Transport to) {
        buffer.limit(sendEnd).position(sendStart);
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

    public int room() {
        return buffer == null ? pool.bufferBytes() - FRONT - TAIL : limit() - readEnd;
    }

    public boolean hasUnsent() {
        return sendStart < sendEnd;
    }

    /** Nothing is held that was read and not sent. */
    public boolean isEmpty() {
        return sendStart == readEnd;
    }

    /** For reading and rewriting in place; absolute indexes only. */
    public ByteBuffer buffer() {
        return buffer.limit(buffer.capacity());
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
        assert start >= 0 && start <= end && end <= buffer.capacity() : start + ".." + end;
        sendStart = start;
        sendEnd = end;
        readEnd = Math.max(readEnd, end);
    }

    /** Forgets what was read behind {@code end}. */
    public void truncate(int end) {
        readEnd = end;
    }

    /**
     * A body reader has turned {@code [sendEnd, from)} into {@code [sendEnd, to)}, with {@code to <= from}: closes the gap and lets the result be
     * sent.
     */
    public void understood(int to, int from) {
        if (to < from) {
            if (from < readEnd) {
                buffer().put(to, buffer, from, readEnd - from);
            }
            readEnd -= from - to;
        }
        sendEnd = to;
    }

    /** Moves the bytes that are not understood yet to the front, so that there is room behind them. All others have been sent. */
    public void compact(int from) {
        final int count = readEnd - from;
        buffer().put(FRONT, buffer, from, count);
        sendStart = FRONT;
        sendEnd = FRONT;
        readEnd = FRONT + count;
    }
}
