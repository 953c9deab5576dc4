package weir.net;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import weir.buf.BufferPool;
import weir.stats.Counter;
import weir.stats.Counters;
import weir.time.Clock;
import weir.time.Timer;
import weir.time.TimerWheel;

/**
 * One thread's world: its sockets, buffers, timers and counters, and a mailbox through which others may speak to it.
 *
 * <p>A turn: wait for readiness, run the ready handlers, then commands, then timers; each bounded, all behind one
 * barrier. What belongs to the loop is plain fields. {@link #post} and {@link #stop} may be called by any thread, all
 * else by the owning loop only. Tests call {@link #turn} by hand.
 */
public final class EventLoop {
    /** A turn that takes longer kept every other connection of the loop waiting, and is counted. */
    public static final long STALL_NS = 50_000_000;

    /**
     * A selector that fails so often in a row is broken for good: a loop that goes on with it does nothing but burn
     * time.
     */
    private static final int POLL_FAILURES_MAX = 100;

    /** A turn that begins so much later than planned comes behind a pause of the whole process. */
    private static final long PAUSE_NS = 500_000_000;
    /**
     * Each takes what is ready, as far as one call of the kernel tells; so many that whole messages get through, and no
     * more.
     */
    private static final int CATCH_UP_POLLS = 64;

    private static final int MAILBOX_CAPACITY = 4096;
    /**
     * Commands and timers of one turn: so many, or as many as there were events, so that they keep pace however long
     * turns become.
     */
    private static final int TASKS_PER_TURN = 256;
    /**
     * A turn may have more than a thousand events, and as many commands and timers, which take tens of milliseconds;
     * after so many of them there is a look at what else has come.
     */
    private static final int BETWEEN_LOOKS = 64;
    /**
     * The selector asks for 1,024 events at once. Where it gets so many there may be more, of which the next poll
     * tells; some of them are no events here: its own, and those of sockets that the same turn has closed.
     */
    private static final int EVENTS_OF_FULL_POLL = 960;
    /**
     * What tasks beyond the first slice may take of a turn. When thousands of slow clients run out of time together,
     * each ends with several system calls.
     */
    private static final long TASKS_NS = 1_000_000;

    private final String name;
    private final Clock clock;
    private final Network network;
    private final BufferPool buffers;
    private final Counters counters;
    private final TimerWheel timers;
    private final Consumer<Throwable> onFault;
    private final DescriptorShare descriptors;

    /** The variant on atomics: the other needs Unsafe, about which newer JDKs complain to the user. */
    private final MpscAtomicArrayQueue<Runnable> mailbox = new MpscAtomicArrayQueue<>(MAILBOX_CAPACITY);
    /** True from just before the loop looks at the mailbox for the last time until it is awake again. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    /** What is to be done before the loop sleeps again. */
    private final ArrayDeque<Runnable> leftovers = new ArrayDeque<>();

    private volatile boolean stopping;
    private volatile boolean isOver;
    /** In a row. */
    private int pollFailures;

    /** This turn has said that it is asleep. */
    private boolean mayBeWoken;

    private Thread owner;
    private long nowNs;
    private long turnStartNs;
    private boolean clockIsStale;
    /**
     * When this turn's poll began, if it may have waited, and for how long it might; as
     * {@link TimerWheel#millisToNext}.
     */
    private long pollStartNs;

    private long pollWaitMs;
    /** When the last poll ended, before this turn's, that has told of all there was. */
    private long lookNs;

    private long newsSinceNs;
    private long turnCount;
    /** Events; wraps around. */
    private int dispatched;
    /** Of this turn. */
    private int eventCount;

    /**
     * Without a bound on descriptors, as {@link #EventLoop(String, Clock, Network, BufferPool, Counters, Consumer,
     * DescriptorShare)}.
     */
    public EventLoop(
            String name,
            Clock clock,
            Network network,
            BufferPool buffers,
            Counters counters,
            Consumer<Throwable> onFault) {
        this(name, clock, network, buffers, counters, onFault, DescriptorShare.unlimited());
    }

    /** @param onFault told of each failure that reached the barrier, on the loop; must be cheap and bounded */
    public EventLoop(
            String name,
            Clock clock,
            Network network,
            BufferPool buffers,
            Counters counters,
            Consumer<Throwable> onFault,
            DescriptorShare descriptors) {
        this.name = name;
        this.clock = clock;
        this.network = network;
        this.buffers = buffers;
        this.counters = counters;
        this.onFault = onFault;
        this.descriptors = descriptors;
        this.nowNs = clock.nowNs();
        this.turnStartNs = nowNs;
        this.newsSinceNs = nowNs;
        this.timers = new TimerWheel(nowNs);
    }

    /**
     * Turns until {@link #stop}; the calling thread becomes the owner. Closes every socket at the end, and as well when
     * it fails: the kernel must send no client to a listening socket that nobody looks after.
     */
    public void run() {
        owner = Thread.currentThread();
        try {
            while (!stopping) {
                turn();
            }
            turn(); // commands posted before stop
        } finally {
            isOver = true;
            closeNetwork();
        }
    }

    private void closeNetwork() {
        try {
            network.close();
        } catch (IOException e) {
            onFault.accept(e);
        }
    }

    /** Its thread has ended, though nobody has stopped it. Any thread. */
    public boolean hasDied() {
        return isOver && !stopping;
    }

    /** One pass. */
    public void turn() {
        clockIsStale = true;
        turnCount++;
        if (eventCount < EVENTS_OF_FULL_POLL) {
            lookNs = turnStartNs;
        }
        eventCount = 0;
        try {
            final long waitMs = waitMs();
            pollWaitMs = waitMs;
            final long plannedNs = turnStartNs + Math.max(0, waitMs) * 1_000_000L;
            network.poll(this, waitMs);
            pollFailures = 0;
            freshenClock();
            if (waitMs >= 0 && nowNs - plannedNs > PAUSE_NS) {
                catchUp();
            }
        } catch (IOException | RuntimeException e) {
            report(e);
            if (++pollFailures == POLL_FAILURES_MAX) {
                throw new IllegalStateException("nothing can be waited for any more", e);
            }
        }
        if (mayBeWoken && !asleep.get() && !stopping) { // whoever woke this loop has taken the flag
            counters.add(Counter.WAKEUPS);
        }
        asleep.setPlain(false);
        freshenClock();
        runLeftovers();
        runTasks(Math.max(TASKS_PER_TURN, eventCount));
        counters.add(Counter.TURNS);
        if (clock.nowNs() - turnStartNs > STALL_NS) {
            counters.add(Counter.STALLS);
        }
    }

    /**
     * The process did not run, as when it or its machine was suspended, and wakes with deadlines that have passed
     * meanwhile and sockets that are ready: what has come in time must be handled before what is late. The poll that
     * was interrupted need not have seen it.
     */
    private void catchUp() throws IOException {
        int before;
        int polls = 0;
        do {
            before = dispatched;
            turnCount++; // what this poll brings may be the answer to what a handler of the one before has sent
            eventCount = 0; // and commands and timers shall keep pace with it, not with all that has piled up
            network.poll(this, 0);
        } while (dispatched != before && ++polls < CATCH_UP_POLLS);
    }

    /**
     * How long this turn may sleep. A sender enqueues first and looks at {@link #asleep} second, we set {@link #asleep}
     * first and look at the mailbox second; so either we see the command or the sender sees us asleep and wakes us.
     */
    private long waitMs() {
        mayBeWoken = !stopping && !hasLeftovers();
        if (!mayBeWoken) {
            return 0;
        }
        asleep.set(true);
        if (!mailbox.isEmpty()) {
            return 0;
        }
        pollStartNs = clock.nowNs();
        return timers.millisToNext(pollStartNs);
    }

    /**
     * Called by the network for each ready handler.
     *
     * @return false when a bug of ours was caught: the handler was told to close, and no further event of its socket
     *     must reach it
     */
    public boolean dispatch(IoHandler handler, int readyOps) {
        assert isCurrent() : name + " touched by " + Thread.currentThread().getName();
        freshenClock();
        dispatched++;
        try {
            handler.onReady(readyOps);
            return true;
        } catch (Throwable e) {
            contain(handler, e);
            return false;
        }
    }

    /** Tells of {@link IoHandler#onEvicted}, within the barrier. */
    public void evict(IoHandler handler, boolean isOwed) {
        try {
            handler.onEvicted(isOwed);
        } catch (Throwable e) {
            contain(handler, e);
        }
    }

    /**
     * The barrier: a bug of ours has struck while {@code handler} was at work. Tells it; one that fails even to let go
     * loses its socket, and the result is false.
     */
    boolean contain(IoHandler handler, Throwable fault) {
        report(fault);
        try {
            handler.onFault();
            return true;
        } catch (Throwable e) {
            report(e);
            network.cutOff(handler);
            return false;
        }
    }

    /**
     * A bug of ours. But nothing is contained when memory is out: what else has failed for that, nobody knows. The
     * thread ends, and whoever has started it acts on that.
     */
    void report(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError end) { // it may come as the reason why a class cannot be linked
                throw end;
            }
        }
        counters.add(Counter.FAULTS);
        onFault.accept(fault);
    }

    /** For a failure that was contained where it struck, and counted there: only logged, at a bounded rate. */
    public void log(Throwable fault) {
        onFault.accept(fault);
    }

    /**
     * Called by the network between two events, when no handler is at work. Commands do not wait for the end of a long
     * turn. Timers do: what the kernel has reported already must be handled before its deadline is.
     */
    public void onEventHandled() {
        if (++eventCount % BETWEEN_LOOKS == 0) {
            runCommands();
            network.look();
        }
    }

    /**
     * Commands and timers, at most so many of each, in turn and with looks in between: neither many of one kind nor of
     * both keep new clients waiting.
     */
    private void runTasks(int limit) {
        boolean mayBeMore = true;
        for (int done = 0; mayBeMore && done < limit; done += BETWEEN_LOOKS) {
            if (done > 0) {
                network.look();
                if (!stopping && eventCount < BETWEEN_LOOKS && clock.nowNs() - turnStartNs > TASKS_NS) {
                    return; // sockets have waited for long enough; where they had many events themselves, tasks keep
                    // pace
                }
            }
            mayBeMore = runCommands() | expireTimers();
        }
    }

    /** True when there may be more. */
    private boolean runCommands() {
        for (int i = 0; i < BETWEEN_LOOKS; i++) {
            final Runnable command = mailbox.relaxedPoll();
            if (command == null) {
                return false;
            }
            run(command);
        }
        return true;
    }

    /** Not those that these leave: first the sockets have their turn again. */
    private void runLeftovers() {
        for (int count = leftovers.size(); count > 0; count--) {
            run(leftovers.poll());
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            report(e);
        }
    }

    /**
     * Runs {@code task} once, behind the sockets that are ready; the loop does not sleep before. For what no socket's
     * readiness tells. Allocates nothing.
     */
    public void runBeforeSleep(Runnable task) {
        leftovers.add(task);
    }

    public boolean hasLeftovers() {
        return !leftovers.isEmpty();
    }

    /** True when there may be more. */
    private boolean expireTimers() {
        try {
            return timers.expire(nowNs, BETWEEN_LOOKS) == BETWEEN_LOOKS;
        } catch (Throwable e) {
            if (timers.firing() instanceof IoHandler handler) {
                contain(handler, e);
            } else {
                report(e);
            }
            return true;
        }
    }

    private void freshenClock() {
        if (clockIsStale) {
            nowNs = clock.nowNs();
            turnStartNs = nowNs;
            newsSinceNs = lookNs + waitedNs();
            clockIsStale = false;
        }
    }

    /** How long this turn's poll has waited: not longer than it was to, however late the process has gone on. */
    private long waitedNs() {
        if (pollWaitMs == 0) {
            return 0;
        }
        final long passedNs = nowNs - pollStartNs;
        return pollWaitMs < 0 ? passedNs : Math.min(passedNs, pollWaitMs * 1_000_000L);
    }

    /**
     * Runs {@code command} on this loop soon. Any thread.
     *
     * @return false when the mailbox is full; the command carries absolute state, so the sender may send it again later
     */
    public boolean post(Runnable command) {
        if (!mailbox.offer(command)) {
            return false;
        }
        wake();
        return true;
    }

    /** Ends a wait, if there is one. Any thread. */
    public void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            network.wakeup();
        }
    }

    /** Makes {@link #run} return after this turn. Any thread. */
    public void stop() {
        stopping = true;
        network.wakeup();
    }

    /** For assertions: true on the owning thread, and in tests that turn by hand. */
    public boolean isCurrent() {
        return owner == null || owner == Thread.currentThread();
    }

    /**
     * Counts looks at the sockets, of which a turn has one, and several after a pause of the process. Events with the
     * same count were all there before the first of their handlers ran.
     */
    public long turnCount() {
        return turnCount;
    }

    /** When the events of this turn began. */
    public long turnStartNs() {
        return turnStartNs;
    }

    /**
     * Before that nothing had happened of what this turn's poll has told: the poll before would have told of it, and a
     * poll that waits ends when something happens. What lies between is the time that the turn before has taken for
     * itself, which no peer must be blamed for.
     */
    public long newsSinceNs() {
        return newsSinceNs;
    }

    /** The time of this turn, read once; monotonic, compare by subtraction. */
    public long nowNs() {
        return nowNs;
    }

    public Clock clock() {
        return clock;
    }

    public String name() {
        return name;
    }

    public Network network() {
        return network;
    }

    public BufferPool buffers() {
        return buffers;
    }

    public DescriptorShare descriptors() {
        return descriptors;
    }

    public Counters counters() {
        return counters;
    }

    /** Has the timer be due so many milliseconds after {@link #nowNs}. This loop's thread only. */
    public void setTimer(Timer timer, int ms) {
        timers.set(timer, nowNs() + ms * 1_000_000L);
    }

    public TimerWheel timers() {
        return timers;
    }
}
