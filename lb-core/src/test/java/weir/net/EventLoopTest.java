package weir.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.buf.BufferPool;
import weir.stats.Counter;
import weir.stats.Counters;
import weir.testkit.ManualClock;
import weir.testkit.ScriptedNetwork;
import weir.time.Timer;

class EventLoopTest {
    private static final int MAILBOX_CAPACITY = 4096;
    private static final int TASKS_PER_TURN = 256;
    private static final int BETWEEN_LOOKS = 64;

    private final ManualClock clock = new ManualClock();
    private final ScriptedNetwork network = new ScriptedNetwork();
    private final Counters counters = new Counters();
    private final List<Throwable> faults = new ArrayList<>();
    private final EventLoop loop =
            new EventLoop("loop-test", clock, network, new BufferPool(1024, 1), counters, faults::add);
    private final List<String> told = new ArrayList<>();

    private static final class Nobody extends IoHandler {
        @Override
        protected void onReady(int readyOps) {}

        @Override
        protected void onFault() {}
    }

    /** Fails as told, and remembers what it was told. */
    private final class Handler extends IoHandler implements Timer.Target {
        private final Timer timer = new Timer(this);
        private boolean failsOnFault;

        @Override
        protected void onReady(int readyOps) {
            told.add("ready " + readyOps);
            throw new IllegalStateException("handler");
        }

        @Override
        public void onTimer(long nowNs) {
            throw new AssertionError("timer");
        }

        @Override
        protected void onFault() {
            told.add("fault");
            if (failsOnFault) {
                throw new IllegalStateException("even letting go");
            }
        }
    }

    @Test
    void runsCommandsInTheOrderTheyWerePosted() {
        for (int i = 0; i < 10; i++) {
            final int number = i;
            assertTrue(loop.post(() -> told.add("command " + number)));
        }
        loop.turn();
        assertEquals(10, told.size());
        assertEquals("command 0", told.get(0));
        assertEquals("command 9", told.get(9));
    }

    // --- since when something may be there

    @Test
    void newsMayBeAsOldAsTheTurnBefore() {
        loop.turn();
        final long before = loop.nowNs();
        clock.advanceMs(100);
        loop.turn();
        assertEquals(before, loop.newsSinceNs());
        loop.turn();
        assertEquals(loop.nowNs(), loop.newsSinceNs());
    }

    @Test
    void newsIsNotOlderThanThePollThatHasWaitedForIt() {
        loop.turn();
        final long before = loop.nowNs();
        clock.advanceMs(30);
        network.duringPoll(() -> clock.advanceMs(1_000));
        loop.turn();
        assertEquals(before + 1_000_000_000, loop.newsSinceNs());
    }

    /** Else what the process has slept over would count against its peers. */
    @Test
    void aPollWaitsNoLongerThanItIsTo() {
        loop.turn();
        loop.timers().set(new Timer(nowNs -> {}), loop.nowNs() + 50_000_000);
        final long before = loop.nowNs();
        network.duringPoll(() -> clock.advanceMs(400));
        loop.turn();
        assertEquals(before + 1_000_000 * network.lastWaitMs(), loop.newsSinceNs());
    }

    /** There may have been more events than the kernel tells at once. */
    @Test
    void newsMayBeOlderThanAPollThatHasToldOfAsMuchAsItCan() {
        loop.turn();
        final long before = loop.nowNs();
        network.duringPoll(() -> {
            for (int i = 0; i < 1_000; i++) {
                loop.onEventHandled();
            }
        });
        for (int i = 0; i < 3; i++) {
            clock.advanceMs(60);
            loop.turn();
            assertEquals(before, loop.newsSinceNs());
        }
        network.duringPoll(() -> {});
        loop.turn();
        loop.turn();
        assertEquals(loop.nowNs(), loop.newsSinceNs());
    }

    @Test
    void containsNothingWhenMemoryIsOut() {
        loop.post(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThrows(OutOfMemoryError.class, loop::turn);
    }

    @Test
    void runsABoundedNumberOfCommandsPerTurnAndDoesNotSleepOverTheRest() {
        for (int i = 0; i < TASKS_PER_TURN + 10; i++) {
            loop.post(() -> told.add("command"));
        }
        loop.turn();
        assertEquals(TASKS_PER_TURN, told.size());
        loop.turn();
        assertEquals(0, network.lastWaitMs());
        assertEquals(TASKS_PER_TURN + 10, told.size());
        loop.turn();
        assertEquals(-1, network.lastWaitMs());
    }

    /** Whoever is told of a change waits for a part of a long turn at most. */
    @Test
    void runsCommandsBetweenTheEventsOfALongTurn() {
        loop.turn();
        loop.post(() -> told.add("command"));
        network.duringLook(() -> told.add("look"));
        int events = 0;
        while (told.isEmpty()) {
            loop.onEventHandled();
            events++;
        }
        assertEquals(List.of("command", "look"), told);
        assertTrue(events < 100, events + " events before it");
    }

    /** Such as those of clients who came together and are idle together. */
    @Test
    void aStormOfTimersHoldsUpNeitherSocketsNorCommandsNorNewClients() {
        final int storm = 20 * TASKS_PER_TURN;
        for (int i = 0; i < storm; i++) {
            loop.timers().set(new Timer(nowNs -> told.add("timer")), loop.nowNs() + 1_000_000);
        }
        clock.advanceMs(5);
        network.duringLook(() -> told.add("look"));
        network.duringPoll(() -> told.add("poll"));
        loop.post(() -> told.add("command"));
        while (count("timer") < storm) {
            loop.turn();
            assertEquals(0, network.lastWaitMs(), "it does not sleep over the rest");
        }
        assertTrue(longestRun("timer") <= BETWEEN_LOOKS, longestRun("timer") + " timers in a row");
        assertTrue(count("poll") >= storm / TASKS_PER_TURN, "the sockets had their turn");
        assertTrue(told.indexOf("command") < BETWEEN_LOOKS, "whatever was first");
    }

    /** Each posts another one, so that there is no end of them. */
    @Test
    void aStormOfCommandsHoldsUpNeitherSocketsNorTimersNorNewClients() {
        final Runnable[] again = new Runnable[1];
        again[0] = () -> {
            told.add("command");
            loop.post(again[0]);
        };
        for (int i = 0; i < MAILBOX_CAPACITY; i++) {
            loop.post(again[0]);
        }
        loop.timers().set(new Timer(nowNs -> told.add("timer")), loop.nowNs() + 1_000_000);
        clock.advanceMs(5);
        network.duringLook(() -> told.add("look"));
        network.duringPoll(() -> told.add("poll"));
        loop.turn();
        assertEquals(TASKS_PER_TURN, count("command"));
        assertTrue(told.indexOf("timer") <= BETWEEN_LOOKS + 1, "behind the first of them: " + told.indexOf("timer"));
        assertTrue(longestRun("command") <= BETWEEN_LOOKS, longestRun("command") + " commands in a row");
        loop.turn();
        assertEquals(2, count("poll"));
    }

    /** The others have come in time, and are handled first. */
    @Test
    void doesAsManyTasksAfterAPauseAsTheLastLookBroughtEvents() {
        for (int i = 0; i < 10 * TASKS_PER_TURN; i++) {
            loop.timers().set(new Timer(nowNs -> told.add("timer")), loop.nowNs() + 1_000_000);
        }
        final int[] polls = {0};
        network.duringPoll(() -> {
            clock.advanceMs(polls[0] == 0 ? 5_000 : 0);
            if (polls[0]++ < 5) {
                for (int i = 0; i < 2 * TASKS_PER_TURN; i++) {
                    loop.dispatch(new Nobody(), IoHandler.READ);
                    loop.onEventHandled();
                }
            }
        });
        loop.turn();
        assertEquals(TASKS_PER_TURN, count("timer"));
    }

    private long count(String word) {
        return told.stream().filter(word::equals).count();
    }

    /** How many of it were told one after the other, with nothing in between. */
    private int longestRun(String word) {
        int longest = 0;
        int run = 0;
        for (String each : told) {
            run = each.equals(word) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Test
    void runsAsManyCommandsAndTimersAsThereWereEvents() {
        network.duringPoll(() -> {
            for (int i = 0; i < 2 * TASKS_PER_TURN; i++) {
                loop.onEventHandled();
            }
            for (int i = 0; i < 2 * TASKS_PER_TURN; i++) {
                loop.post(() -> told.add("command"));
                loop.timers().set(new Timer(nowNs -> told.add("timer")), loop.nowNs());
            }
            clock.advanceMs(5);
        });
        loop.turn();
        assertEquals(2 * TASKS_PER_TURN, told.stream().filter("command"::equals).count());
        assertEquals(2 * TASKS_PER_TURN, told.stream().filter("timer"::equals).count());
    }

    /** Thousands of slow clients may run out of time together, and each end costs several system calls. */
    @Test
    void timersThatTakeLongLeaveTheirTurnToSockets() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            loop.timers().set(new Timer(nowNs -> told.add("timer")), loop.nowNs());
        }
        clock.advanceMs(5);
        clock.takesBetweenLooks(2_000_000);
        loop.turn();
        assertTrue(told.size() < 100, told.size() + " in one turn");
        clock.takesBetweenLooks(0);
        loop.turn();
        assertEquals(0, network.lastWaitMs(), "what is left is due");
        loop.turn();
        assertEquals(TASKS_PER_TURN, told.size());
    }

    @Test
    void refusesACommandWhenTheMailboxIsFull() {
        for (int i = 0; i < MAILBOX_CAPACITY; i++) {
            assertTrue(loop.post(() -> {}));
        }
        assertFalse(loop.post(() -> told.add("lost")));
        loop.turn();
        assertTrue(loop.post(() -> told.add("said again")));
        for (int i = 0; i <= MAILBOX_CAPACITY / TASKS_PER_TURN; i++) {
            loop.turn();
        }
        assertEquals(List.of("said again"), told);
    }

    @Test
    void wakesALoopThatSleepsOnceAndOneThatIsAwakeNotAtAll() {
        loop.post(() -> {});
        assertEquals(0, network.wakeups(), "not in a wait");
        network.duringPoll(() -> {
            loop.post(() -> told.add("1"));
            loop.post(() -> told.add("2"));
            loop.wake();
        });
        loop.turn();
        assertEquals(1, network.wakeups());
        assertEquals(List.of("1", "2"), told);
        network.duringPoll(() -> {});
        loop.post(() -> loop.post(() -> told.add("3")));
        loop.turn();
        assertEquals(1, network.wakeups(), "a command of its own does not wake the loop");
        loop.turn();
        assertEquals(List.of("1", "2", "3"), told);
    }

    @Test
    void doesNotSleepWhenThereIsMail() {
        loop.post(() -> {});
        loop.turn();
        assertEquals(0, network.lastWaitMs());
        loop.turn();
        assertEquals(-1, network.lastWaitMs(), "nothing to wait for but events");
    }

    @Test
    void sleepsNoLongerThanUntilTheNextTimer() {
        loop.turn();
        loop.timers().set(new Timer(nowNs -> told.add("timer")), loop.nowNs() + 10_000_000);
        loop.turn();
        assertTrue(network.lastWaitMs() >= 10 && network.lastWaitMs() <= 12, "" + network.lastWaitMs());
        assertEquals(List.of(), told);
        clock.advanceMs(network.lastWaitMs());
        loop.turn();
        assertEquals(List.of("timer"), told);
    }

    /** As after SIGSTOP and SIGCONT: the poll that was under way ends without events, and all is late. */
    @Test
    void handlesWhatHasComeBeforeTimersFireWhenTheProcessWasPaused() {
        final List<String> order = new ArrayList<>();
        loop.timers().set(new Timer(nowNs -> order.add("timer")), loop.nowNs() + 5_000_000);
        final int[] polls = {0};
        network.duringPoll(() -> {
            if (polls[0]++ == 0) {
                clock.advanceMs(5_000);
            } else if (polls[0] == 2) {
                loop.dispatch(
                        new IoHandler() {
                            @Override
                            protected void onReady(int readyOps) {
                                order.add("event");
                            }

                            @Override
                            protected void onFault() {}
                        },
                        IoHandler.READ);
            }
        });
        loop.turn();
        assertEquals(List.of("event", "timer"), order);
    }

    /** A connection takes what comes in the turn in which a request was sent for bytes that nobody has asked for. */
    @Test
    void theLooksAfterAPauseAreTurnsOfTheirOwnForWhoComparesThem() {
        final List<Long> counts = new ArrayList<>();
        network.duringPoll(() -> {
            if (counts.isEmpty()) {
                clock.advanceMs(5_000);
            }
            counts.add(loop.turnCount());
        });
        loop.timers().set(new Timer(nowNs -> {}), loop.nowNs() + 5_000_000);
        loop.turn();
        assertTrue(counts.size() > 1, "it looks again: " + counts);
        assertEquals(counts.size(), counts.stream().distinct().count(), counts.toString());
    }

    @Test
    void readsTheClockOncePerTurnAfterTheWait() {
        loop.turn();
        final long before = loop.nowNs();
        network.duringPoll(() -> clock.advanceMs(5));
        loop.post(() -> {
            told.add("after " + (loop.nowNs() - before) / 1_000_000);
            clock.advanceMs(7);
        });
        loop.post(() -> told.add("still " + (loop.nowNs() - before) / 1_000_000));
        loop.turn();
        assertEquals(List.of("after 5", "still 5"), told);
    }

    @Test
    void containsAHandlerThatThrows() {
        loop.dispatch(new Handler(), IoHandler.READ);
        assertEquals(List.of("ready 1", "fault"), told);
        assertEquals("handler", faults.get(0).getMessage());
        assertEquals(1, counters.get(Counter.FAULTS));
    }

    @Test
    void containsAHandlerThatThrowsEvenWhenItShallLetGo() {
        final Handler handler = new Handler();
        handler.failsOnFault = true;
        loop.dispatch(handler, IoHandler.WRITE);
        assertEquals(List.of("ready 4", "fault"), told);
        assertEquals(2, counters.get(Counter.FAULTS));
        assertEquals(List.of(handler), network.cutOff());
    }

    @Test
    void cutsOffAHandlerWhoseTimerThrowsAndThatCannotLetGo() {
        final Handler handler = new Handler();
        handler.failsOnFault = true;
        loop.timers().set(handler.timer, loop.nowNs() + 1_000_000);
        clock.advanceMs(5);
        loop.turn();
        assertEquals(List.of(handler), network.cutOff());
    }

    @Test
    void leavesTheSocketToAHandlerThatLetsGo() {
        assertFalse(loop.dispatch(new Handler(), IoHandler.READ), "so that the network looks after it");
        assertEquals(List.of(), network.cutOff());
    }

    @Test
    void containsATimerThatThrowsAndFiresTheOthers() {
        final Handler handler = new Handler();
        loop.timers().set(handler.timer, loop.nowNs() + 1_000_000);
        loop.timers().set(new Timer(nowNs -> told.add("other")), loop.nowNs() + 2_000_000);
        clock.advanceMs(5);
        loop.turn();
        loop.turn();
        assertEquals(List.of("fault", "other"), told);
        assertEquals("timer", faults.get(0).getMessage());
        assertEquals(1, counters.get(Counter.FAULTS));
    }

    @Test
    void containsACommandThatThrowsAndRunsTheOthers() {
        loop.post(() -> {
            throw new IllegalStateException("command");
        });
        loop.post(() -> told.add("next"));
        loop.turn();
        assertEquals(List.of("next"), told);
        assertEquals("command", faults.get(0).getMessage());
        assertEquals(1, counters.get(Counter.FAULTS));
    }

    @Test
    void outlivesAFailureOfItsNetwork() {
        network.failNextPoll(new IOException("epoll is tired"));
        loop.post(() -> told.add("command"));
        loop.turn();
        assertEquals(List.of("command"), told);
        assertEquals(1, counters.get(Counter.FAULTS));
    }

    @Test
    void countsOnlyWhenSomebodyElseHasEndedItsWait() {
        loop.runBeforeSleep(() -> loop.runBeforeSleep(() -> {}));
        for (int i = 0; i < 5; i++) {
            loop.turn();
        }
        assertEquals(0, counters.get(Counter.WAKEUPS), "turns with something left to do");
        network.duringPoll(loop::wake);
        loop.turn();
        assertEquals(1, counters.get(Counter.WAKEUPS));
    }

    @Test
    void closesItsSocketsWhenItDies() {
        network.duringPoll(() -> {
            throw new LinkageError("poll");
        });
        assertFalse(loop.hasDied());
        assertThrows(LinkageError.class, loop::run);
        assertTrue(network.isClosed());
        assertTrue(loop.hasDied());
    }

    @Test
    void diesWhenItsNetworkIsBrokenForGood() {
        network.duringPoll(() -> {
            throw new IllegalStateException("epoll is dead");
        });
        assertThrows(IllegalStateException.class, loop::run);
        assertTrue(network.isClosed());
    }

    @Test
    void hasNotDiedWhenItWasStopped() {
        loop.stop();
        loop.run();
        assertTrue(network.isClosed());
        assertFalse(loop.hasDied());
    }

    @Test
    void countsATurnThatKeptOthersWaiting() {
        loop.post(() -> clock.advanceMs(EventLoop.STALL_NS / 1_000_000 + 1));
        loop.turn();
        assertEquals(1, counters.get(Counter.STALLS));
    }

    @Test
    void countsNoStallForTheTimeItWaited() {
        network.duringPoll(() -> clock.advanceMs(10_000));
        loop.turn();
        loop.turn();
        assertEquals(0, counters.get(Counter.STALLS));
        assertEquals(2, counters.get(Counter.TURNS));
    }

    @Test
    void runsWhatWasPostedBeforeStop() {
        loop.post(() -> told.add("before"));
        loop.stop();
        loop.run();
        assertEquals(List.of("before"), told);
    }
}
