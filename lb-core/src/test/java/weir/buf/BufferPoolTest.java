package weir.buf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool(512, 3);

    @Test
    void handsOutDirectLittleEndianBuffersOfOneSize() {
        final ByteBuffer buffer = pool.take();
        assertTrue(buffer.isDirect());
        assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
        assertEquals(512, buffer.capacity());
    }

    @Test
    void handsOutTheWarmestFirstAndClearsIt() {
        final ByteBuffer buffer = pool.take();
        buffer.position(7).limit(9);
        pool.give(buffer);
        assertSame(buffer, pool.take());
        assertEquals(0, buffer.position());
        assertEquals(512, buffer.limit());
    }

    @Test
    void declinesWhenTheStockIsUsedUp() {
        final ByteBuffer first = pool.take();
        pool.take();
        assertFalse(pool.isExhausted());
        pool.take();
        assertTrue(pool.isExhausted());
        assertNull(pool.take());
        assertEquals(3, pool.heldCount());
        pool.give(first);
        assertFalse(pool.isExhausted());
        assertSame(first, pool.take());
    }

    @Test
    void countsWhatIsHeld() {
        assertEquals(0, pool.heldCount());
        final ByteBuffer one = pool.take();
        final ByteBuffer two = pool.take();
        assertEquals(2, pool.heldCount());
        pool.give(one);
        pool.give(two);
        assertEquals(0, pool.heldCount());
    }

    @Test
    void neverLendsTheSameBytesTwice() {
        final BufferPool several = new BufferPool(300_000, 7); // three to a slab
        final List<ByteBuffer> held = new ArrayList<>();
        for (byte mark = 0; mark < 7; mark++) {
            final ByteBuffer buffer = several.take();
            buffer.put(0, mark).put(299_999, mark);
            held.add(buffer);
        }
        for (byte mark = 0; mark < 7; mark++) {
            assertEquals(mark, held.get(mark).get(0));
            assertEquals(mark, held.get(mark).get(299_999));
        }
        assertNull(several.take());
    }

    @Test
    void worksWithBuffersLargerThanASlab() {
        final BufferPool large = new BufferPool((1 << 20) + 1, 2);
        assertNotNull(large.take());
        assertNotNull(large.take());
        assertNull(large.take());
    }

    @Test
    void asksTheSystemNoMoreOnceItHasNothingLeft() {
        final AtomicInteger asked = new AtomicInteger();
        final BufferPool poor = new BufferPool(1 << 20, 5, bytes -> {
            if (asked.incrementAndGet() > 2) {
                throw new OutOfMemoryError("direct buffer memory");
            }
            return ByteBuffer.allocateDirect(bytes);
        });
        final ByteBuffer first = poor.take();
        poor.take();
        assertNull(poor.take());
        assertNull(poor.take());
        assertTrue(poor.isExhausted());
        assertEquals(3, asked.get());
        assertEquals(2, poor.stock(), "so that shares of it are shares of what there is");
        poor.give(first);
        assertFalse(poor.isExhausted());
        assertSame(first, poor.take());
    }

    @Test
    void noticesABufferGivenBackTwice() {
        final ByteBuffer buffer = pool.take();
        pool.give(buffer);
        assertThrows(AssertionError.class, () -> pool.give(buffer));
    }

    @Test
    void noticesAStrangersBuffer() {
        assertThrows(AssertionError.class, () -> pool.give(ByteBuffer.allocateDirect(511)));
    }
}
