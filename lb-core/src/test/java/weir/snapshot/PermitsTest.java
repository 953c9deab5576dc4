package weir.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Loops that share permits, each turned by hand. */
class PermitsTest {
    private static final long MS = 1_000_000;

    /** One loop: a mailbox, and exchanges that wait for backend 0. */
    private static final class Loop implements PermitRow.LoopHook {
        final PermitRow row;
        final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
        boolean isMailboxFull;
        int waiting;
        int served;
        long sinceNs;

        Loop(PermitRow row) {
            this.row = row;
            row.open(this);
        }

        @Override
        public boolean post(Runnable command) {
            return !isMailboxFull && mailbox.add(command);
        }

        @Override
        public void serve() {
            while (waiting > 0 && row.take(0)) {
                waiting--;
                served++;
                row.leave();
                tell();
            }
        }

        void tell() {
            row.tellWaiting(waiting, waiting, sinceNs);
        }

        void await(int count, long fromNs) {
            sinceNs = fromNs;
            for (int i = 0; i < count; i++) {
                assertTrue(row.enter(1_000));
                waiting++;
            }
            tell();
            serve();
        }

        void turn() {
            for (int left = mailbox.size(); left > 0; left--) {
                mailbox.poll().run();
            }
        }

        int take(int atMost) {
            int taken = 0;
            while (taken < atMost && row.take(0)) {
                taken++;
            }
            return taken;
        }

        void give(int count) {
            for (int i = 0; i < count; i++) {
                row.give(0);
            }
        }
    }

    private Permits permits;
    private Loop[] loops;

    private void loops(int count, boolean mayLend, int... limits) {
        permits = new Permits(limits, count, mayLend);
        loops = new Loop[count];
        for (int i = 0; i < count; i++) {
            loops[i] = new Loop(permits.row(i));
        }
    }

    private void turnAll() {
        for (int turns = 0; turns < 5; turns++) {
            for (Loop loop : loops) {
                loop.turn();
            }
        }
    }

    @Test
    void givesOutNoMoreThanTheLimitOverAllLoops() {
        loops(3, true, 10);
        assertEquals(4, loops[0].take(4));
        assertEquals(3, loops[1].take(3));
        assertEquals(3, loops[2].take(9));
        assertFalse(loops[0].row.has(0));
        assertFalse(loops[0].row.take(0));
        assertEquals(10, permits.inFlight(0));
    }

    @Test
    void aLoopKeepsWhatItHasFreedForItsNextExchange() {
        loops(2, true, 10);
        loops[0].take(3);
        loops[0].give(3);
        assertEquals(3, permits.out(0));
        assertEquals(0, permits.inFlight(0));
        assertEquals(3, loops[0].take(3));
        assertEquals(3, permits.out(0));
    }

    @Test
    void whatALoopDoesNotUseComesHomeInItsTurnWhenAnotherMissesIt() {
        loops(2, true, 10);
        loops[0].take(10);
        loops[0].give(8);
        assertFalse(loops[1].row.take(0));
        loops[0].turn();
        assertEquals(2, permits.out(0));
        assertEquals(8, loops[1].take(9));
    }

    @Test
    void askingForRoomIsEnoughToMissIt() {
        loops(2, true, 4);
        loops[0].take(4);
        loops[0].give(4);
        assertFalse(loops[1].row.has(0));
        loops[0].turn();
        assertTrue(loops[1].row.has(0));
    }

    @Test
    void aScarcePermitIsNotKept() {
        loops(2, true, 10);
        loops[0].take(10);
        assertFalse(loops[1].row.take(0));
        loops[0].turn();
        loops[0].give(1);
        assertEquals(9, permits.out(0));
        assertTrue(loops[1].row.take(0));
    }

    @Test
    void keepsAgainWhenHalfOfThemAreHome() {
        loops(2, true, 10);
        loops[0].take(10);
        assertFalse(loops[1].row.take(0));
        loops[0].turn();
        loops[0].give(4);
        assertEquals(6, permits.out(0));
        loops[0].give(4);
        assertEquals(5, permits.out(0), "what is given back from here on is kept");
        assertEquals(2, permits.inFlight(0));
    }

    @Test
    void aFewPermitsAreNeverKept() {
        loops(4, true, 7);
        loops[0].take(1);
        loops[0].give(1);
        assertEquals(0, permits.out(0));
    }

    @Test
    void withoutLendingAllLoopsSeeEachFreePermitAtOnce() {
        loops(2, false, 100);
        loops[0].take(100);
        loops[0].give(1);
        assertTrue(loops[1].row.take(0));
    }

    @Test
    void aLoneLoopKeepsAll() {
        loops(1, false, 2);
        loops[0].take(2);
        assertFalse(loops[0].row.has(0));
        loops[0].give(2);
        assertEquals(2, permits.out(0));
    }

    @Test
    void aFreedPermitGoesToTheLoopThatWaits() {
        loops(2, true, 4);
        loops[0].take(4);
        loops[1].await(2, 0);
        loops[0].give(1);
        assertEquals(0, loops[0].take(1), "nobody is quicker");
        loops[1].turn();
        assertEquals(1, loops[1].served);
        assertEquals(4, permits.inFlight(0));
    }

    @Test
    void theLoopWhoseFirstHasWaitedLongestIsServedFirst() {
        loops(4, true, 8);
        loops[0].take(8);
        loops[1].await(2, 30 * MS);
        loops[2].await(2, 10 * MS);
        loops[3].await(2, 20 * MS);
        loops[0].give(1);
        turnAll();
        assertEquals(1, loops[2].served);
        loops[2].sinceNs = 40 * MS;
        loops[2].tell();
        loops[0].give(1);
        turnAll();
        assertEquals(1, loops[3].served);
    }

    @Test
    void aLoopServesItsOwnFirstIfOthersHaveWaitedHardlyLonger() {
        loops(2, true, 4);
        loops[0].take(4);
        loops[1].await(1, 0);
        loops[0].await(1, MS / 2);
        loops[0].give(1);
        turnAll();
        assertEquals(1, loops[0].served);
        loops[0].await(1, 2 * MS);
        loops[0].give(1);
        turnAll();
        assertEquals(1, loops[1].served);
        assertEquals(1, loops[0].served);
    }

    @Test
    void whatIsOnItsWayIsNotSentTwice() {
        loops(3, true, 6);
        loops[0].take(6);
        loops[1].await(1, 0);
        loops[2].await(1, 10 * MS);
        loops[0].give(2);
        turnAll();
        assertEquals(1, loops[1].served);
        assertEquals(1, loops[2].served);
    }

    @Test
    void aPermitForOneWhoHasGoneMeanwhileGoesOnToTheNext() {
        loops(3, true, 6);
        loops[0].take(6);
        loops[1].await(1, 0);
        loops[0].give(1);
        loops[1].waiting--; // the client closes before the permit is there
        loops[1].row.leave();
        loops[1].tell();
        loops[2].await(1, 10 * MS);
        turnAll();
        assertEquals(1, loops[2].served);
        assertEquals(6, permits.out(0));
    }

    @Test
    void aLostCommandIsMadeGood() {
        loops(2, true, 4);
        loops[0].take(4);
        loops[1].isMailboxFull = true;
        loops[1].await(1, 0);
        loops[0].give(1);
        loops[1].turn();
        assertEquals(0, loops[1].served);
        loops[1].row.settleAll();
        assertEquals(1, loops[1].served);
    }

    @Test
    void aLostCallHomeIsMadeGood() {
        loops(2, true, 4);
        loops[0].take(4);
        loops[0].give(4);
        loops[0].isMailboxFull = true;
        loops[1].await(1, 0);
        loops[0].isMailboxFull = false;
        loops[1].row.settleAll();
        turnAll();
        assertEquals(1, loops[1].served);
    }

    @Test
    void aPermitThatNobodyCollectedIsFoundByWhoMissesIt() {
        loops(3, true, 6);
        loops[0].take(6);
        loops[1].await(1, 0);
        loops[1].isMailboxFull = true;
        loops[0].give(1);
        loops[1].waiting--;
        loops[1].row.leave();
        loops[1].tell();
        loops[1].isMailboxFull = false;
        loops[2].await(1, 0);
        loops[2].row.settleAll();
        turnAll();
        assertEquals(1, loops[2].served);
    }

    @Test
    void refusesOneMoreThanMayWaitOverAllLoops() {
        loops(2, true, 4);
        assertTrue(loops[0].row.enter(2));
        assertTrue(loops[1].row.enter(2));
        assertFalse(loops[0].row.enter(2));
        assertEquals(2, permits.waiting());
        loops[1].row.leave();
        assertTrue(loops[0].row.enter(2));
    }

    @Test
    void aLowerLimitTakesEffectAsPermitsComeBack() {
        loops(2, true, 8);
        loops[0].take(6);
        loops[1].take(2);
        loops[0].give(1); // kept
        permits.setLimit(0, 4);
        loops[0].row.settle(0);
        loops[1].row.settle(0);
        assertEquals(7, permits.out(0));
        loops[0].give(2);
        assertEquals(5, permits.out(0));
        assertFalse(loops[0].row.has(0));
        loops[1].give(2);
        assertEquals(1, loops[0].take(9));
        assertEquals(4, permits.inFlight(0));
    }

    @Test
    void aLowerLimitIsKeptThoughSomeoneWaits() {
        loops(2, true, 8);
        loops[0].take(8);
        loops[1].await(1, 0);
        permits.setLimit(0, 7);
        loops[0].give(1);
        turnAll();
        assertEquals(0, loops[1].served);
        loops[0].give(1);
        turnAll();
        assertEquals(1, loops[1].served);
        assertEquals(7, permits.inFlight(0));
    }

    @Test
    void aHigherLimitServesThoseWhoWait() {
        loops(2, true, 4);
        loops[0].take(4);
        loops[1].await(3, 0);
        permits.setLimit(0, 6);
        loops[0].row.settle(0);
        loops[1].row.settle(0);
        assertEquals(2, loops[1].served);
        assertEquals(6, permits.inFlight(0));
    }

    @Test
    void givingBackTwiceIsABug() {
        loops(1, true, 4);
        loops[0].take(1);
        loops[0].give(1);
        assertThrows(AssertionError.class, () -> loops[0].give(1));
    }
}
