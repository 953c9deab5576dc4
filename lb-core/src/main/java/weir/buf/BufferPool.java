package weir.buf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;

/**
 * One loop's stock of equal direct buffers, last in first out so that the warmest is used first.
 *
 * <p>Memory is taken from the system in slabs when it is first needed and never given back: {@code allocateDirect}
 * zeroes what it hands out and may run the garbage collector, so it has no place on a request's path. The stock is a
 * hard limit; when it is used up {@link #take} returns null and the caller stops reading. Nothing here blocks.
 *
 * <p>Buffers are little endian, as {@link Swar} wants them. Thread: owning loop only.
 */
public final class BufferPool {
    /** A slab is about this large, so that a small stock is one slab and a large one grows in a few steps. */
    private static final int SLAB_BYTES = 1 << 20;

    private final int bufferBytes;
    private final IntFunction<ByteBuffer> memory;
    private final ByteBuffer[] free;
    private int freeCount;
    private int madeCount;
    /** The system has no more; asking it again would collect garbage and sleep each time. */
    private boolean isMemoryUsedUp;

    /**
     * @param bufferBytes capacity of each buffer
     * @param stock most buffers that ever exist at once
     */
    public BufferPool(int bufferBytes, int stock) {
        this(bufferBytes, stock, ByteBuffer::allocateDirect);
    }

    /** One whose buffers lie on the heap. */
    public static BufferPool onHeap(int bufferBytes, int stock) {
        return new BufferPool(bufferBytes, stock, ByteBuffer::allocate);
    }

    BufferPool(int bufferBytes, int stock, IntFunction<ByteBuffer> memory) {
        this.memory = memory;
        this.bufferBytes = bufferBytes;
        this.free = new ByteBuffer[stock];
    }

    /** A buffer whose content is undefined, now owned by the caller; null when the stock is used up. */
    public ByteBuffer take() {
        if (freeCount == 0 && !grow()) {
            return null;
        }
        final ByteBuffer buffer = free[--freeCount];
        free[freeCount] = null;
        return buffer.clear();
    }

    /** Takes ownership back. The caller forgets its reference. */
    public void give(ByteBuffer buffer) {
        assert buffer.capacity() == bufferBytes : "a stranger's buffer";
        assert isAbsent(buffer) : "given back twice";
        free[freeCount++] = buffer;
    }

    /** Buffers that are out with an owner now. */
    public int heldCount() {
        return madeCount - freeCount;
    }

    /** Most that there may be at once; where the system had less to give, as many as there are. */
    public int stock() {
        return isMemoryUsedUp ? madeCount : free.length;
    }

    public int bufferBytes() {
        return bufferBytes;
    }

    /** True when {@link #take} would return null. */
    public boolean isExhausted() {
        return freeCount == 0 && (madeCount == free.length || isMemoryUsedUp);
    }

    private boolean grow() {
        final int count = Math.min(Math.max(1, SLAB_BYTES / bufferBytes), free.length - madeCount);
        if (count <= 0 || isMemoryUsedUp) {
            return false;
        }
        final ByteBuffer slab = slab(count * bufferBytes);
        if (slab == null) {
            isMemoryUsedUp = true;
            return false;
        }
        for (int i = count - 1; i >= 0; i--) {
            free[freeCount++] = slab.slice(i * bufferBytes, bufferBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        madeCount += count;
        return true;
    }

    /**
     * Null when somebody else in this JVM has taken direct memory from which the stock was derived: then this is all
     * there is.
     */
    private ByteBuffer slab(int bytes) {
        try {
            return memory.apply(bytes);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** O(stock), for assertions only. */
    private boolean isAbsent(ByteBuffer buffer) {
        for (int i = 0; i < freeCount; i++) {
            if (free[i] == buffer) {
                return false;
            }
        }
        return true;
    }
}
