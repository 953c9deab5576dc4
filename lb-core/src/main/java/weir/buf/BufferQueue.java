package weir.buf;

import java.nio.ByteBuffer;

/**
 * One loop's stock of equal buffers as two sides share it: whoever finds none waits in the line of its side, and a
 * buffer that is given back is handed to the first in line.
 *
 * <pre>
 *   take --some free, nobody waits--> held --give, nobody waits--> free
 *     '--else: await--> in line --another one's give--> held --end of the turn: onBuffer--> in use
 * </pre>
 *
 * <p>Each side has a quota of its own, so neither can take what the other needs to go on. The line is first come, first
 * served: a newcomer cannot overtake, and a buffer wakes exactly one waiter, which holds it from that moment on. Should
 * that one close before it is told, it gives the buffer back like any other, and the next one has it. Waiting and
 * leaving are a few field writes and allocate nothing. No timer runs.
 *
 * <p>When the line does not move by itself, {@link #serve} frees buffers: first those that are held for a case that may
 * not come ({@link Use#SPARE}), then those whose peer has kept them longest ({@link Use#OWED}), at last those of work
 * that does not go on ({@link Use#PARKED}), for which work that does may be waiting.
 *
 * <p>Thread: owning loop only.
 */
public final class BufferQueue {
    /**
     * Who has kept a buffer for longer than this, while others wait for one, may lose it. At 32 KiB a buffer such a
     * peer takes less than 64 KiB/s.
     */
    public static final long PATIENCE_NS = 500_000_000;

    /** Nobody waits, or nobody can be made to give: {@link #serve} need not be called by the clock. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Each closes connections, some hundred microseconds, and others want to have their turn. */
    private static final int EVICTIONS_PER_CALL = 32;

    /** Whose buffers these are. */
    public interface Loop {
        /** {@link #serve} has something to do, and must be called before the loop sleeps. */
        void onBuffersDue();
    }

    /** Whose quota counts. */
    public enum Side {
        REQUESTS,
        RESPONSES
    }

    /** What a buffer is held for while nothing happens. */
    public enum Use {
        /** It is needed, and its holder's peer is not the one who is awaited. */
        NEEDED,
        /** Its bytes are needed only if something fails. */
        SPARE,
        /**
         * What is to be done with its bytes waits for something else: it has not begun, or whoever is to take them does
         * not.
         */
        PARKED,
        /** The peer owes: the rest of what it sends, or to take what it was sent. */
        OWED
    }

    /**
     * One who may hold a buffer of the stock, linked without a node of its own. It is in one list at a time: a line,
     * those to be told, or those who could give.
     */
    public abstract static class Holder {
        private Holder previous;
        private Holder next;
        /** Null = in none. */
        private List in;

        private long sinceNs;

        /** In line, or handed a buffer and not told yet. */
        public final boolean isWaiting() {
            return in != null && in.isOfWaiters;
        }

        /** The buffer is this one's now. Deep inside the work of another: remembers it, and does no more. */
        protected abstract void accept(ByteBuffer buffer);

        /** It holds the buffer that it waited for; what it could not do may be done now. */
        protected abstract void onBuffer();

        /** Others need what it holds as {@link Use#SPARE}. */
        protected abstract void onScarce();

        /** Others need what it holds as {@link Use#OWED}, and its peer is the slowest; or as {@link Use#PARKED}. */
        protected abstract void onEvicted();
    }

    /** First come, first served; leaving it costs as little as joining. */
    private static final class List {
        private final boolean isOfWaiters;
        private Holder first;
        private Holder last;
        private int count;

        List(boolean isOfWaiters) {
            this.isOfWaiters = isOfWaiters;
        }

        void add(Holder holder) {
            holder.in = this;
            holder.previous = last;
            if (last == null) {
                first = holder;
            } else {
                last.next = holder;
            }
            last = holder;
            count++;
        }

        void remove(Holder holder) {
            if (holder.previous == null) {
                first = holder.next;
            } else {
                holder.previous.next = holder.next;
            }
            if (holder.next == null) {
                last = holder.previous;
            } else {
                holder.next.previous = holder.previous;
            }
            holder.previous = null;
            holder.next = null;
            holder.in = null;
            count--;
        }
    }

    /** What one side has. */
    private static final class Share {
        private final List line = new List(true);
        private final List spare = new List(false);
        private final List owed = new List(false);
        private final List parked = new List(false);
        private int held;
    }

    /** Each take and each read divides by it: as a constant it costs a shift, and as an array's length a division. */
    private static final int SIDES = Side.values().length;

    private final BufferPool pool;
    private final Share[] shares = new Share[SIDES];
    /** Handed a buffer, and not told yet. */
    private final List granted = new List(true);

    private final Loop loop;
    private boolean isDue;

    /** Gives each side half of the stock. */
    public BufferQueue(BufferPool pool, Loop loop) {
        this.pool = pool;
        this.loop = loop;
        for (int i = 0; i < SIDES; i++) {
            shares[i] = new Share();
        }
    }

    private boolean hasRoom(Share share) {
        return share.held < quota();
    }

    /** Of each side; of a stock that becomes less when the system has less to give. */
    private int quota() {
        return Math.max(1, pool.stock() / SIDES);
    }

    /**
     * More than half of what that side may have is held. Whoever is at work gives its own back when it is done, so the
     * rest is kept by peers who are slow.
     */
    public boolean isScarce(Side side) {
        return share(side).held > Math.max(1, quota() / 2);
    }

    public int bufferBytes() {
        return pool.bufferBytes();
    }

    /** In line now. */
    public int waiting(Side side) {
        return share(side).line.count;
    }

    /** Of the stock, by that side. */
    public int held(Side side) {
        return share(side).held;
    }

    private Share share(Side side) {
        return shares[side.ordinal()];
    }

    /** A buffer, now owned by the caller; null when others wait, or none is to be had: then {@link #await}. */
    public ByteBuffer take(Side side) {
        final Share share = share(side);
        if (share.line.count > 0 || !hasRoom(share)) {
            return null;
        }
        final ByteBuffer buffer = pool.take();
        if (buffer != null) {
            share.held++;
        }
        return buffer;
    }

    /** {@link #take} would return one. */
    public boolean hasFree(Side side) {
        final Share share = share(side);
        return share.line.count == 0 && hasRoom(share) && !pool.isExhausted();
    }

    /** The holder stands in line from now on, if it does not already. It holds no buffer of this stock. */
    public void await(Side side, Holder holder) {
        if (!holder.isWaiting()) {
            forget(holder);
            share(side).line.add(holder);
            becomeDue(); // others may hold what they can do without
        }
    }

    /** Takes ownership back, or hands the buffer to whoever waited longest. */
    public void give(Side side, ByteBuffer buffer) {
        final Share share = share(side);
        share.held--;
        if (share.line.count > 0 && hasRoom(share)) {
            share.held++;
            grant(share.line, buffer);
            return;
        }
        pool.give(buffer);
        for (Share other : shares) { // only where the system has had less memory than the stock
            if (other.line.count > 0 && hasRoom(other) && !pool.isExhausted()) {
                other.held++;
                grant(other.line, pool.take());
                return;
            }
        }
    }

    private void grant(List line, ByteBuffer buffer) {
        final Holder first = line.first;
        line.remove(first);
        granted.add(first);
        first.accept(buffer.clear()); // as from the stock
        becomeDue();
    }

    /** The holder is in no list any more: it does not wait, and what it holds it needs. What it holds stays its own. */
    public void forget(Holder holder) {
        if (holder.in != null) {
            holder.in.remove(holder);
        }
    }

    /**
     * Says what the holder, which does not wait, holds its buffer for until something happens. Who owes already has
     * done so since then.
     */
    public void use(Side side, Holder holder, Use use, long nowNs) {
        final Share share = share(side);
        final List list = switch (use) {
            case NEEDED -> null;
            case SPARE -> share.spare;
            case OWED -> share.owed;
            case PARKED -> share.parked;
        };
        if (holder.in != list) {
            forget(holder);
            if (list != null) {
                holder.sinceNs = nowNs;
                list.add(holder);
                if (share.line.count > 0) {
                    becomeDue(); // somebody waits for just that, or for it to have lasted
                }
            }
        }
    }

    private void becomeDue() {
        if (!isDue) {
            isDue = true;
            loop.onBuffersDue();
        }
    }

    // --- at the end of a turn

    /**
     * Frees what can be freed for those who wait, and tells those who have got a buffer.
     *
     * @return when {@link #serve} is to be called again at the latest: then somebody has tried the others' patience;
     *     {@link #NEVER} as a rule
     */
    public long serve(long nowNs) {
        isDue = false; // what happens meanwhile, as one that waits anew, makes it due again
        long dueNs = NEVER;
        boolean isDone = false;
        try {
            for (Share share : shares) {
                dueNs = Math.min(dueNs, relieve(share, nowNs));
            }
            for (int count = granted.count; count > 0 && granted.count > 0; count--) {
                final Holder first = granted.first;
                granted.remove(first);
                first.onBuffer();
            }
            isDone = true;
        } finally {
            if (!isDone || granted.count > 0 || dueNs <= nowNs) { // after a bug, too: nobody is left asleep
                becomeDue();
            }
        }
        return dueNs;
    }

    /**
     * Each that gives its buffer back shortens the line by one. Who has got one may give it back at once, so while the
     * line moves no work is ended for it.
     */
    private static long relieve(Share share, long nowNs) {
        final int waiting = share.line.count;
        while (share.line.count > 0 && share.spare.count > 0) {
            final Holder first = share.spare.first;
            share.spare.remove(first);
            first.onScarce();
        }
        final long dueNs = evict(share, share.owed, nowNs);
        final boolean hasMoved = share.line.count < waiting;
        if (hasMoved && share.line.count > 0 && share.parked.count > 0) {
            return nowNs; // again in the next turn
        }
        return Math.min(dueNs, evict(share, share.parked, nowNs));
    }

    private static long evict(Share share, List from, long nowNs) {
        for (int i = 0; share.line.count > 0 && from.count > 0; i++) {
            final Holder longest = from.first;
            if (i == EVICTIONS_PER_CALL || nowNs - longest.sinceNs < PATIENCE_NS) {
                return longest.sinceNs + PATIENCE_NS;
            }
            from.remove(longest);
            longest.onEvicted();
        }
        return NEVER;
    }
}
