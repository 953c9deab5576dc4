package weir.pool;

import weir.balance.GuardedPicker;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.net.EventLoop;
import weir.snapshot.PermitRow;
import weir.time.Timer;

/**
 * The exchanges of one loop that wait for room on a backend of one pool, first come first served; a retry comes first.
 *
 * <p>They are linked through themselves, so leaving the queue costs nothing, wherever the entry is. A waiter has a
 * deadline of its own. Thread: owning loop only.
 */
public final class RequestQueue implements PermitRow.LoopHook {
    /** What a full mailbox has lost is found out this late. */
    private static final long RESCUE_NS = 20_000_000;

    private final EventLoop loop;
    private final Admission admission;
    private final PermitRow row;
    private final int lengthMax;
    private final Timer rescue = new Timer(nowNs -> rescue());
    private Waiter first;
    private Waiter last;
    private int count;
    private int forAnyCount;
    private boolean isServing;
    private boolean mustServeAgain;

    /** A waiter, in one queue at most. */
    public abstract static class Waiter {
        private Waiter previous;
        private Waiter next;
        private RequestQueue queue;
        private PickContext context;
        private Stickiness sticky;
        private boolean isForAny;
        private long sinceNs;

        /** There is room: the waiter has the permit, and waits no more. */
        protected abstract void onRoom(int backend);

        /** No backend is left that could ever have room; waits no more. */
        protected abstract void onNoBackend();

        /** The pool's own algorithm has failed to pick; waits no more. */
        protected abstract void onPickerFault();

        /** A bug of ours has struck in one of these. */
        protected abstract void onFault();

        public final boolean isWaiting() {
            return queue != null;
        }

        /** Leaves the queue. Does nothing outside of one. */
        public final void leaveQueue() {
            if (queue != null) {
                final RequestQueue left = queue;
                left.remove(this);
                left.tell();
            }
        }
    }

    RequestQueue(EventLoop loop, Admission admission, PermitRow row, int lengthMax) {
        this.loop = loop;
        this.admission = admission;
        this.row = row;
        this.lengthMax = lengthMax;
    }

    /** Someone waits who would take any backend, so who comes new must not be served before. */
    boolean blocksNew() {
        return forAnyCount > 0;
    }

    /**
     * Puts the waiter into the line. It may be served at once, before this returns.
     *
     * @param context what it needs; those that were tried are not for it
     * @param sticky where its client was before
     * @param isAgain it has been served before and failed: it comes first
     * @return false when so many wait on all loops that nobody else may
     */
    public boolean join(Waiter waiter, PickContext context, Stickiness sticky, boolean isAgain) {
        assert !waiter.isWaiting() : "waits already";
        if (!row.enter(lengthMax)) {
            return false;
        }
        waiter.queue = this;
        waiter.context = context;
        waiter.sticky = sticky;
        waiter.isForAny = context.triedCount() == 0;
        waiter.sinceNs = isAgain && first != null ? first.sinceNs : loop.nowNs();
        link(waiter, isAgain ? null : last);
        tell();
        serve(); // a permit that has become free before others could see that someone waits
        return true;
    }

    private void link(Waiter waiter, Waiter behind) {
        waiter.previous = behind;
        waiter.next = behind == null ? first : behind.next;
        if (waiter.next == null) {
            last = waiter;
        } else {
            waiter.next.previous = waiter;
        }
        if (behind == null) {
            first = waiter;
        } else {
            behind.next = waiter;
        }
        count++;
        forAnyCount += waiter.isForAny ? 1 : 0;
        if (!rescue.isSet()) {
            loop.timers().set(rescue, loop.nowNs() + RESCUE_NS);
        }
    }

    private void remove(Waiter waiter) {
        if (waiter.previous == null) {
            first = waiter.next;
        } else {
            waiter.previous.next = waiter.next;
        }
        if (waiter.next == null) {
            last = waiter.previous;
        } else {
            waiter.next.previous = waiter.previous;
        }
        waiter.previous = null;
        waiter.next = null;
        waiter.queue = null;
        waiter.context = null;
        waiter.sticky = null;
        count--;
        forAnyCount -= waiter.isForAny ? 1 : 0;
        row.leave();
    }

    /** Other loops learn whom to grant what becomes free there. */
    private void tell() {
        Waiter firstForAny = first;
        while (firstForAny != null && !firstForAny.isForAny) {
            firstForAny = firstForAny.next;
        }
        row.tellWaiting(count, forAnyCount, firstForAny == null ? 0 : firstForAny.sinceNs);
    }

    @Override
    public boolean post(Runnable command) {
        return loop.post(command);
    }

    /** May be called while it runs: by who is served, fails, and waits again. */
    @Override
    public void serve() {
        if (isServing) {
            mustServeAgain = true;
            return;
        }
        isServing = true;
        try {
            do {
                mustServeAgain = false;
                serveOnce();
            } while (mustServeAgain);
        } finally {
            isServing = false;
        }
    }

    private void serveOnce() {
        Waiter waiter = first;
        while (waiter != null) {
            final int backend = admission.pickNow(waiter.context, waiter.sticky);
            if (backend == Admission.FULL && waiter.isForAny) {
                return; // nor is there anything for those behind
            }
            final Waiter next = waiter.next;
            if (backend != Admission.FULL) {
                remove(waiter);
                tell();
                call(waiter, backend);
            }
            waiter = next == null || next.isWaiting()
                    ? next
                    : first; // a client of several pipelined requests may have gone
        }
    }

    private static void call(Waiter waiter, int backend) {
        try {
            if (backend == Picker.NONE) {
                waiter.onNoBackend();
            } else if (backend == GuardedPicker.FAULT) {
                waiter.onPickerFault();
            } else {
                waiter.onRoom(backend);
            }
        } catch (RuntimeException | Error e) {
            waiter.onFault();
            throw e;
        }
    }

    private void rescue() {
        if (count > 0) {
            loop.timers().set(rescue, loop.nowNs() + RESCUE_NS);
            row.settleAll();
        }
    }
}
