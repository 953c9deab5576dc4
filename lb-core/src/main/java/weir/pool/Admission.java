package weir.pool;

import weir.balance.GuardedPicker;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.model.Backend;
import weir.net.EventLoop;
import weir.snapshot.PermitRow;
import weir.snapshot.Permits;

/**
 * Whether an exchange may go to a backend now: the permits of those that may have only so many at once, and the line of
 * who waits for one. A pool without limits costs a comparison. Thread: owning loop only.
 */
public final class Admission {
    /** All backends that may be picked are full. */
    public static final int FULL = GuardedPicker.FAULT - 1;

    private final EventLoop loop;
    private final int number;
    private final PoolPicker picker;
    private final int lengthMax;
    private Permits permits;
    /** Null where no backend has a limit, as is the line. */
    private PermitRow row;

    private RequestQueue queue;

    /**
     * @param number of the loop, which is also its row in {@code permits}
     * @param lengthMax so many may wait, on all loops together
     */
    Admission(EventLoop loop, int number, PoolPicker picker, int lengthMax, Permits permits) {
        this.loop = loop;
        this.number = number;
        this.picker = picker;
        this.lengthMax = lengthMax;
        open(permits);
    }

    private void open(Permits from) {
        permits = from;
        if (permits.isLimited()) {
            row = permits.row(number);
            queue = new RequestQueue(loop, this, row, lengthMax);
            row.open(queue);
        }
    }

    /** The first limited backend has come, if those are others than before: attempts that are under way have none. */
    void use(Permits changed) {
        if (changed != permits) {
            open(changed);
        }
    }

    // --- picking

    /**
     * Index of a backend, {@link Picker#NONE}, {@link #FULL}, or {@link GuardedPicker#FAULT}, which only an own
     * algorithm gives. Where the backend has a limit, a permit goes with it, which the {@link Attempt} that must follow
     * gives back.
     *
     * @param isAgain it has been picked for before, so it need not wait behind those in the line
     */
    int pick(PickContext context, Stickiness sticky, boolean isAgain) {
        if (row == null) {
            return picker.pick(context, sticky);
        }
        return queue.blocksNew() && !isAgain && picker.hasUsable() ? FULL : pickNow(context, sticky);
    }

    /** The same, whether or not others wait. Picks again when another loop was quicker: at most once per backend. */
    int pickNow(PickContext context, Stickiness sticky) {
        if (!picker.admitsToPool()) {
            return Picker.NONE;
        }
        context.setRoom(row);
        int index = picker.choose(context, sticky);
        for (int lost = 0; index >= 0 && !row.take(index); lost++) {
            index = lost < picker.backendCount() ? picker.choose(context, sticky) : Picker.NONE;
        }
        context.setRoom(null);
        return index == Picker.NONE && picker.hasUntried(context) ? FULL : index;
    }

    /**
     * That backend takes a request of a client it knows; where it has a limit, a permit goes with it, as with
     * {@link #pick}.
     */
    boolean takesAt(int backend) {
        return picker.takesAt(backend) && (row == null || row.take(backend));
    }

    /** There is a usable backend that the request was not tried on, and it has room. O(backends). */
    boolean canPickNow(PickContext context) {
        context.setRoom(row);
        final boolean canPick = picker.canPick(context);
        context.setRoom(null);
        return canPick;
    }

    /** Nobody may wait any more, and none has room. Another loop may be quicker than who goes by this. */
    boolean isOverfull(PickContext context) {
        return queue != null && permits.waiting() >= lengthMax && (queue.blocksNew() || !canPickNow(context));
    }

    // --- permits

    /** Attempts that begin now have permits. */
    boolean isLimited() {
        return row != null;
    }

    /** An attempt is over that had one. */
    void give(int backend) {
        row.give(backend);
    }

    /** Null where no backend has a limit. */
    PermitRow row() {
        return row;
    }

    /**
     * What may be in flight on that backend has changed.
     *
     * @param share what slow start leaves of it
     */
    void renew(int backend, Backend of, double share) {
        if (queue != null) {
            setLimit(backend, limit(of, share));
            queue.serve(); // there is room again, or nobody left to wait for
        }
    }

    /** At least 1. */
    private static int limit(Backend backend, double share) {
        final int max = backend.connectionsMax();
        return max == Backend.UNLIMITED ? max : (int) Math.max(1, max * share);
    }

    /** For all loops; each is told of each change and says it, so the last one to do so says what holds. */
    void setLimit(int backend, int limit) {
        permits.setLimit(backend, limit);
        row.settle(backend);
    }

    // --- the line

    /** Where exchanges wait when all are full; null where no backend has a limit. */
    RequestQueue queue() {
        return queue;
    }

    /** Backends have come or gone: perhaps nobody is left to wait for. */
    void serve() {
        if (queue != null) {
            queue.serve();
        }
    }

    /**
     * In the middle of an attempt, so those who wait are served after it. Should the mailbox be full, the line finds
     * out itself.
     */
    void serveLater() {
        if (queue != null) {
            loop.post(queue::serve);
        }
    }
}
