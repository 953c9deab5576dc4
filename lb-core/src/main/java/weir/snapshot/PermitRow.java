package weir.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import weir.balance.Room;

/**
 * One loop's part of a pool's {@link Permits}: those that it uses, and those that it keeps for its next exchanges.
 *
 * <pre>
 *   cell --take--> held, used --give--> held, idle --take--> used ...
 *    ^                                   |      '--another loop waits--> granted to that one
 *    '----------scarce, nobody waits-----'
 * </pre>
 *
 * <p>Thread: owning loop only, where a method does not say otherwise. Other loops leave their messages to this loop in
 * cells and post {@link #settle}, which is safe to lose, repeat and reorder: it goes by the cells alone.
 */
public final class PermitRow implements Room {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    /**
     * Before and behind the cells, so that rows share no cache line, nor the pair that is fetched together: 128 bytes.
     */
    private static final int PAD = 32;

    private final Permits permits;
    /**
     * Raised before a permit is taken out of its cell, so that a loop that finds the cell empty knows which loops to
     * ask.
     */
    private final int[] held;

    private final int[] used;
    /**
     * Written by other loops: permits that they have passed on to this one, and whether they have asked it to settle.
     */
    private final int[] granted;

    private final int[] asked;
    private final AtomicInteger allGranted = new AtomicInteger();

    private volatile LoopHook hook;
    /** Plain for the owner, which alone changes it. */
    private int waitingHere;

    private volatile int waiting;
    private volatile int waitingForAny;
    private volatile long firstSinceNs;

    /** What a row needs of its loop. */
    public interface LoopHook {
        /** Any thread; false when the mailbox is full. */
        boolean post(Runnable command);

        /** Lets the waiters try again, first come first served. Owning loop. */
        void serve();
    }

    PermitRow(Permits permits, int backends) {
        this.permits = permits;
        held = new int[backends + 2 * PAD];
        used = new int[backends + 2 * PAD];
        granted = new int[backends + 2 * PAD];
        asked = new int[backends + 2 * PAD];
    }

    /** Before the first permit is taken. */
    public void open(LoopHook hook) {
        this.hook = hook;
    }

    // --- an exchange

    /** Whether {@link #take} would succeed now. If not, other loops are asked for what they do not need. */
    @Override
    public boolean has(int backend) {
        if (seemsToHave(backend)) {
            return true;
        }
        if (!permits.isScarce(backend)) {
            permits.miss(backend, this);
        }
        return false;
    }

    /** As {@link #has}, but without asking other loops. */
    public boolean seemsToHave(int backend) {
        return isIdle(backend) || permits.hasFree(backend);
    }

    /** A permit for one exchange, until it is given back. False when there is none. */
    public boolean take(int backend) {
        if (!isIdle(backend) && !fetch(backend)) {
            return false;
        }
        add(used, backend, 1);
        return true;
    }

    private boolean fetch(int backend) {
        add(held, backend, 1);
        if (permits.take(backend)) {
            return true;
        }
        add(held, backend, -1);
        permits.miss(backend, this);
        return false;
    }

    /** The exchange is over. Two additions and a read, unless permits are scarce or someone waits. */
    public void give(int backend) {
        assert used[PAD + backend] > 0 : "a permit of backend " + backend + " was given back twice";
        add(used, backend, -1);
        if (waitingHere > 0 || permits.isScarce(backend)) {
            passOn(backend);
        }
    }

    private void passOn(int backend) {
        shed(backend);
        while (isIdle(backend)) {
            final PermitRow to = permits.longestWaiting(this);
            if (to == this || to == null && waitingHere > 0) {
                ask(backend); // at the end of this turn, outside of the exchange that ends
                return;
            }
            if (to != null) {
                add(held, backend, -1);
                to.grant(backend);
            } else if (permits.isScarce(backend)) {
                putBack(backend);
                permits.announceFree(backend, this);
            } else {
                return;
            }
        }
    }

    /** Those that are too many since the limit has become lower are for nobody. */
    private void shed(int backend) {
        while (isIdle(backend) && permits.shed(backend)) {
            add(held, backend, -1);
        }
    }

    private void putBack(int backend) {
        add(held, backend, -1);
        permits.putBack(backend);
    }

    private boolean isIdle(int backend) {
        return used[PAD + backend] < held[PAD + backend];
    }

    private static void add(int[] cells, int backend, int change) {
        CELL.setOpaque(cells, PAD + backend, cells[PAD + backend] + change);
    }

    // --- what others tell

    /** A permit changes hands without going through its cell, so nobody can be quicker. Any thread. */
    private void grant(int backend) {
        allGranted.incrementAndGet();
        CELL.getAndAdd(granted, PAD + backend, 1);
        ask(backend);
    }

    /** Has this loop settle soon. Many calls in a row cost one command. Any thread. */
    void ask(int backend) {
        if (CELL.compareAndSet(asked, PAD + backend, 0, 1) && !hook.post(() -> settle(backend))) {
            CELL.setVolatile(asked, PAD + backend, 0);
        }
    }

    /** Takes in what was granted, serves those who wait, and lets go of what is left, if it is scarce. */
    public void settle(int backend) {
        CELL.setVolatile(asked, PAD + backend, 0);
        collect(backend);
        hook.serve();
        release(backend);
    }

    /**
     * The same for all backends, and asks the other loops once more: in case that something was lost to a full mailbox.
     * O(backends x loops).
     */
    public void settleAll() {
        for (int i = 0; i < permits.backendCount(); i++) {
            collect(i);
        }
        hook.serve();
        for (int i = 0; i < permits.backendCount(); i++) {
            release(i);
            if (waitingHere > 0) {
                permits.reclaim(i, this, true);
            }
        }
    }

    private void collect(int backend) {
        final int count = (int) CELL.getAndSet(granted, PAD + backend, 0);
        if (count > 0) {
            add(held, backend, count);
            allGranted.addAndGet(-count);
        }
        shed(backend);
    }

    private void release(int backend) {
        if (isIdle(backend) && permits.isScarce(backend)) {
            while (isIdle(backend)) {
                putBack(backend);
            }
            permits.announceFree(backend, this); // those who wait here had their chance
        }
    }

    /** Permits that came out of the cell before the caller has found it empty are seen for sure. Any thread. */
    boolean hasAny(int backend) {
        return (int) CELL.getOpaque(held, PAD + backend) > 0 || (int) CELL.getVolatile(granted, PAD + backend) > 0;
    }

    /** Any thread; a moment old. */
    boolean hasIdle(int backend) {
        return used(backend) < (int) CELL.getOpaque(held, PAD + backend)
                || (int) CELL.getVolatile(granted, PAD + backend) > 0;
    }

    /** Any thread; a moment old. */
    int used(int backend) {
        return (int) CELL.getOpaque(used, PAD + backend);
    }

    // --- who waits on this loop

    /**
     * One more exchange waits here, unless so many wait on all loops already. Tell with {@link #tellWaiting} who, and
     * then try once more.
     */
    public boolean enter(int waitingMax) {
        return permits.enter(waitingMax);
    }

    /** It has got room, or waits no more. */
    public void leave() {
        permits.leave();
    }

    /**
     * @param count exchanges that wait here
     * @param forAny how many of them take any backend; only these are granted permits
     * @param sinceNs of the first of those
     */
    public void tellWaiting(int count, int forAny, long sinceNs) {
        waitingHere = count;
        firstSinceNs = sinceNs;
        waiting = count;
        waitingForAny = forAny;
    }

    /** Any thread. */
    boolean awaitsAny() {
        return waitingForAny > allGranted.get();
    }

    /** Any thread. */
    boolean awaitsMore() {
        return waiting > allGranted.get();
    }

    /** Any thread. */
    long firstSinceNs() {
        return firstSinceNs;
    }
}
