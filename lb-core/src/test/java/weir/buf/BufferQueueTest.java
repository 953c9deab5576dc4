package weir.buf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.buf.BufferQueue.Side;
import weir.buf.BufferQueue.Use;
import weir.testkit.Seed;

class BufferQueueTest {
    private static final Side OURS = Side.REQUESTS;

    private final BufferPool pool = new BufferPool(64, 4);
    private int due;
    private final BufferQueue queue = new BufferQueue(pool, () -> due++);
    private final List<String> told = new ArrayList<>();

    /** Whatever it is told, it says; it gives its buffer when it is asked to. */
    private final class Party extends BufferQueue.Holder {
        private final String name;
        private ByteBuffer buffer;

        Party(String name) {
            this.name = name;
        }

        Party holding() {
            buffer = queue.take(OURS);
            assertNotNull(buffer);
            return this;
        }

        Party waiting() {
            assertNull(queue.take(OURS));
            queue.await(OURS, this);
            return this;
        }

        void gives() {
            final ByteBuffer given = buffer;
            buffer = null;
            queue.forget(this);
            queue.give(OURS, given);
        }

        @Override
        protected void accept(ByteBuffer accepted) {
            buffer = accepted;
        }

        @Override
        protected void onBuffer() {
            told.add(name);
        }

        @Override
        protected void onScarce() {
            told.add(name + " spares");
            gives();
        }

        @Override
        protected void onEvicted() {
            told.add(name + " evicted");
            gives();
        }
    }

    private Party[] all() {
        return new Party[] {new Party("1").holding(), new Party("2").holding()};
    }

    private void serve() {
        assertEquals(BufferQueue.NEVER, queue.serve(0));
    }

    @Test
    void aBufferThatIsGivenBackWakesTheOneWhoWaitedLongestAndNobodyElse() {
        final Party[] holders = all();
        final Party first = new Party("a").waiting();
        final Party second = new Party("b").waiting();
        holders[0].gives();
        assertNotNull(first.buffer, "it holds it from that moment on");
        assertTrue(first.isWaiting(), "and is told at the end of the turn");
        assertEquals(List.of(), told);
        serve();
        assertEquals(List.of("a"), told);
        assertFalse(first.isWaiting());
        assertTrue(second.isWaiting());
        serve();
        assertEquals(List.of("a"), told);
    }

    @Test
    void aSideIsShortOfBuffersWhenMoreThanHalfOfItsOwnAreHeld() {
        final BufferQueue larger = new BufferQueue(new BufferPool(64, 16), () -> {});
        for (int i = 0; i < 4; i++) {
            assertFalse(larger.isScarce(OURS));
            larger.take(OURS);
            larger.take(Side.RESPONSES);
        }
        assertFalse(larger.isScarce(OURS));
        final ByteBuffer fifth = larger.take(OURS);
        assertTrue(larger.isScarce(OURS));
        assertFalse(larger.isScarce(Side.RESPONSES));
        larger.give(OURS, fifth);
        assertFalse(larger.isScarce(OURS));
    }

    @Test
    void aNewcomerDoesNotOvertake() {
        final Party[] holders = all();
        final Party first = new Party("a").waiting();
        holders[0].gives();
        assertNull(queue.take(OURS), "it is the first one's, told or not");
        final Party late = new Party("b").waiting();
        holders[1].gives();
        assertNotNull(late.buffer);
        first.gives();
        assertNotNull(queue.take(OURS));
    }

    @Test
    void whoLeavesAfterItWasHandedABufferPassesItOn() {
        final Party[] holders = all();
        final Party gone = new Party("gone").waiting();
        final Party next = new Party("next").waiting();
        holders[0].gives();
        gone.gives(); // it has closed
        assertNotNull(next.buffer);
        serve();
        assertEquals(List.of("next"), told);
    }

    @Test
    void whoLeavesTheLineIsNoLongerInIt() {
        final Party[] holders = all();
        final Party gone = new Party("gone").waiting();
        final Party next = new Party("next").waiting();
        queue.forget(gone);
        queue.forget(gone);
        assertEquals(1, queue.waiting(OURS));
        holders[0].gives();
        assertNull(gone.buffer);
        assertNotNull(next.buffer);
    }

    @Test
    void whatOneSideHoldsDoesNotCountAgainstTheOther() {
        queue.take(Side.RESPONSES);
        queue.take(Side.RESPONSES);
        assertNull(queue.take(Side.RESPONSES), "its half");
        assertTrue(queue.hasFree(OURS));
        all();
        assertFalse(queue.hasFree(OURS));
        assertEquals(2, queue.held(OURS));
    }

    @Test
    void copiesThatMayNotBeNeededGoFirst() {
        final Party[] holders = all();
        queue.use(OURS, holders[0], Use.OWED, 0);
        queue.use(OURS, holders[1], Use.SPARE, 0);
        new Party("a").waiting();
        queue.serve(BufferQueue.PATIENCE_NS);
        assertEquals(List.of("2 spares", "a"), told);
    }

    @Test
    void whoHasOwedLongestIsEvictedOnceItHasTriedTheOthersPatience() {
        final Party[] holders = all();
        queue.use(OURS, holders[1], Use.OWED, 1);
        queue.use(OURS, holders[0], Use.OWED, 2);
        queue.use(OURS, holders[1], Use.OWED, 3); // a byte has come, and it still owes
        new Party("a").waiting();
        assertEquals(BufferQueue.PATIENCE_NS + 1, queue.serve(BufferQueue.PATIENCE_NS));
        assertEquals(List.of(), told);
        serveAt(BufferQueue.PATIENCE_NS + 1);
        assertEquals(List.of("2 evicted", "a"), told);
        serveAt(5 * BufferQueue.PATIENCE_NS);
        assertEquals(List.of("2 evicted", "a"), told, "nobody waits any more");
    }

    private void serveAt(long nowNs) {
        assertEquals(BufferQueue.NEVER, queue.serve(nowNs));
    }

    /** The load that has filled the stock may come no more, so nothing else would look. */
    @Test
    void whoCanDoWithoutLaterIsFoundWithoutAnotherNewcomer() {
        final Party[] holders = all();
        new Party("a").waiting();
        new Party("b").waiting();
        assertEquals(BufferQueue.NEVER, queue.serve(0), "all are needed");
        due = 0;
        queue.use(OURS, holders[0], Use.SPARE, 5);
        assertEquals(1, due);
        serve();
        assertEquals(List.of("1 spares", "a"), told);
        serve(); // what was handed over meanwhile has made it due
        due = 0;
        queue.use(OURS, holders[1], Use.OWED, 10);
        assertEquals(1, due);
        assertEquals(10 + BufferQueue.PATIENCE_NS, queue.serve(20), "looked at again when it has lasted");
    }

    @Test
    void nobodyIsEvictedWhoOwesNothing() {
        final Party[] holders = all();
        queue.use(OURS, holders[0], Use.OWED, 0);
        queue.use(OURS, holders[0], Use.NEEDED, 1);
        new Party("a").waiting();
        serveAt(100 * BufferQueue.PATIENCE_NS);
        assertEquals(List.of(), told);
    }

    @Test
    void aBugInOneWhoIsToldLeavesNobodyAsleep() {
        final Party[] holders = all();
        final BufferQueue.Holder broken = new BufferQueue.Holder() {
            @Override
            protected void accept(ByteBuffer buffer) {
                assertSame(64, buffer.capacity());
            }

            @Override
            protected void onBuffer() {
                throw new IllegalStateException("a bug, on purpose");
            }

            @Override
            protected void onScarce() {}

            @Override
            protected void onEvicted() {}
        };
        queue.await(OURS, broken);
        new Party("a").waiting();
        holders[0].gives();
        holders[1].gives();
        final int before = due;
        assertThrows(IllegalStateException.class, () -> queue.serve(0));
        assertEquals(before + 1, due);
        serve();
        assertEquals(List.of("a"), told);
    }

    /** Where the system has less memory than the stock, one side's buffer may be what the other waits for. */
    @Test
    void aBufferThatTheOtherSideGivesBackServesUsWhenThereAreFewerThanThereShouldBe() {
        final int[] slabs = {1};
        final BufferPool little = new BufferPool(1 << 20, 4, bytes -> {
            if (slabs[0]-- == 0) {
                throw new OutOfMemoryError("as much as there is, for a test");
            }
            return ByteBuffer.allocate(bytes);
        });
        final BufferQueue shared = new BufferQueue(little, () -> {});
        final ByteBuffer only = shared.take(Side.RESPONSES);
        assertNull(shared.take(OURS));
        final Party waiting = new Party("a");
        shared.await(OURS, waiting);
        shared.give(Side.RESPONSES, only);
        assertSame(only, waiting.buffer);
        assertEquals(0, shared.held(Side.RESPONSES));
        assertEquals(1, shared.held(OURS));
    }

    @Test
    void whateverHappensEachBufferHasOneOwnerAndTheLongestWaitingComesNext() {
        Seed.forEach(7_000_000, 200, seed -> {
            final Random random = new Random(seed.nextLong());
            final List<Party> waiting = new ArrayList<>();
            final List<Party> holding = new ArrayList<>();
            told.clear();
            for (int step = 0; step < 300; step++) {
                final int what = random.nextInt(10);
                if (what < 5) {
                    final Party party = new Party("" + step);
                    if (queue.hasFree(OURS)) {
                        holding.add(party.holding());
                    } else {
                        waiting.add(party.waiting());
                    }
                } else if (what < 7 && !holding.isEmpty()) {
                    holding.remove(random.nextInt(holding.size())).gives();
                } else if (what < 8 && !waiting.isEmpty()) {
                    final Party gone = waiting.remove(random.nextInt(waiting.size()));
                    if (gone.buffer == null) {
                        queue.forget(gone);
                    } else {
                        gone.gives();
                    }
                } else {
                    final List<String> next = waiting.stream()
                            .filter(it -> it.buffer != null)
                            .map(it -> it.name)
                            .toList();
                    told.clear();
                    serve();
                    assertEquals(next, told);
                    for (Party party : List.copyOf(waiting)) {
                        if (next.contains(party.name)) {
                            waiting.remove(party);
                            holding.add(party);
                        }
                    }
                }
                boolean isFirstWithout = false;
                for (Party party : waiting) {
                    isFirstWithout |= party.buffer == null;
                    assertTrue(party.buffer == null || !isFirstWithout, "overtaken");
                }
                assertEquals(
                        pool.heldCount(),
                        holding.size()
                                + waiting.stream()
                                        .filter(it -> it.buffer != null)
                                        .count());
            }
            waiting.forEach(it -> queue.forget(it));
            holding.forEach(Party::gives);
            waiting.stream().filter(it -> it.buffer != null).forEach(Party::gives);
            assertEquals(0, pool.heldCount());
        });
    }

    /** Whoever had it may have left any limit. */
    @Test
    void aBufferThatIsHandedOverIsAsGoodAsOneThatIsTaken() {
        final Party[] holders = all();
        final Party next = new Party("a").waiting();
        holders[0].buffer.position(7).limit(9);
        holders[0].gives();
        serve();
        assertEquals(0, next.buffer.position());
        assertEquals(64, next.buffer.limit());
        next.gives();
        holders[1].gives();
    }
}
