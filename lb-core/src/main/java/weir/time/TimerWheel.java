package weir.time;

/**
 * A hierarchical timing wheel (Varghese and Lauck, SOSP 1987): seven levels of 64 slots, each level 64 times coarser.
 *
 * <p>Setting a timer costs a few field writes. A deadline that is moved <em>later</em> costs one: the node stays where
 * it is and is linked anew only when its old slot comes up. That is the common case, as each byte of progress moves a
 * deadline on. A timer never fires early, and at most one tick (about a millisecond) late, plus the turn.
 *
 * <p>Thread: owning loop only.
 */
public final class TimerWheel {
    static final long NEVER = Long.MAX_VALUE;
    /** 2^20 ns, about 1.05 ms. */
    private static final int TICK_SHIFT = 20;

    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    /** 2^42 ticks are 146 years, so no deadline lies beyond the last level. */
    private static final int LEVELS = 7;

    private static final long AHEAD_TICKS_MAX = 1L << 40;

    private final long originNs;
    private final Timer[] slots = new Timer[LEVELS * SLOTS];
    /** A bit per slot that may hold a timer. */
    private final long[] occupied = new long[LEVELS];
    /** All ticks before this one have been dealt with. */
    private long elapsedTick;

    private Timer.Target firing;

    public TimerWheel(long nowNs) {
        originNs = nowNs;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Timer();
        }
    }

    /** Fires {@code timer} once when {@code deadlineNs} has passed, instead of at any deadline it had. */
    public void set(Timer timer, long deadlineNs) {
        final long tick = ((deadlineNs - originNs) >> TICK_SHIFT) + 1; // round up: never early
        timer.deadlineTick = tick;
        if (timer.next != null) {
            if (timer.linkedTick <= tick) {
                return;
            }
            timer.unlink();
        }
        link(timer);
    }

    /** Forgets the deadline; the node itself leaves when its slot comes up. Cheap enough for every request. */
    public void clear(Timer timer) {
        timer.deadlineTick = NEVER;
    }

    /** Unlinks at once, so that the wheel no longer holds the owner. */
    public void remove(Timer timer) {
        timer.deadlineTick = NEVER;
        if (timer.next != null) {
            timer.unlink();
        }
    }

    /**
     * Milliseconds until {@link #expire} has something to do, rounded up; 0 when it has now, -1 when no timer is set.
     */
    public long millisToNext(long nowNs) {
        final int index = nextSlot();
        if (index < 0) {
            return -1;
        }
        final long dueNs = originNs + (startOf(index) << TICK_SHIFT);
        final long waitNs = dueNs - nowNs;
        return waitNs <= 0 ? 0 : (waitNs + 999_999) / 1_000_000;
    }

    /**
     * Fires what is due, at most {@code limit} timers; the rest stay due.
     *
     * @return number fired
     */
    public int expire(long nowNs, int limit) {
        final long nowTick = (nowNs - originNs) >> TICK_SHIFT;
        int fired = 0;
        for (int index = nextSlot(); index >= 0; index = nextSlot()) {
            final long start = startOf(index);
            if (start > nowTick) {
                break;
            }
            elapsedTick = Math.max(elapsedTick, start);
            final Timer head = slots[index];
            // A coarse slot is spread over the finer ones as a whole, what is due in it over the present tick's: with
            // some of it left behind
            // at the limit, a finer slot would come first and what is due would wait for that.
            final boolean isTick = index < SLOTS;
            while (head.next != head) {
                final Timer timer = head.next;
                final boolean isDue = isTick && timer.deadlineTick <= elapsedTick;
                if (isDue && fired == limit) {
                    return fired;
                }
                timer.unlink();
                if (isDue) {
                    timer.deadlineTick = NEVER;
                    fired++;
                    firing = timer.target;
                    timer.target.onTimer(nowNs);
                } else if (timer.deadlineTick != NEVER) {
                    link(timer);
                }
            }
            occupied[index >> SLOT_BITS] &= ~(1L << index);
        }
        elapsedTick = Math.max(elapsedTick, nowTick);
        return fired;
    }

    /** Whom {@link #expire} called last; after a failure, the one that failed. */
    public Timer.Target firing() {
        return firing;
    }

    private void link(Timer timer) {
        final long tick = Math.min(Math.max(timer.deadlineTick, elapsedTick), elapsedTick + AHEAD_TICKS_MAX);
        // The highest group of six bits in which the deadline differs from now decides the level.
        final int level = (63 - Long.numberOfLeadingZeros((elapsedTick ^ tick) | (SLOTS - 1))) / SLOT_BITS;
        final int index = level * SLOTS + ((int) (tick >> (level * SLOT_BITS)) & (SLOTS - 1));
        timer.linkedTick = tick;
        final Timer head = slots[index];
        timer.previous = head.previous;
        timer.next = head;
        head.previous.next = timer;
        head.previous = timer;
        occupied[level] |= 1L << index;
    }

    /** The slot that comes up first, as level * 64 + slot; -1 when all are empty. Finer levels always come first. */
    private int nextSlot() {
        for (int level = 0; level < LEVELS; level++) {
            while (occupied[level] != 0) {
                final int now = (int) (elapsedTick >> (level * SLOT_BITS)) & (SLOTS - 1);
                final int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], now));
                final int index = level * SLOTS + ((now + ahead) & (SLOTS - 1));
                if (slots[index].next != slots[index]) {
                    return index;
                }
                occupied[level] &= ~(1L << index); // emptied by remove()
            }
        }
        return -1;
    }

    /** First tick of a slot in the rotation that holds {@link #elapsedTick}. */
    private long startOf(int index) {
        final int shift = (index >> SLOT_BITS) * SLOT_BITS;
        final long rotation = elapsedTick & -(1L << (shift + SLOT_BITS));
        return rotation + ((long) (index & (SLOTS - 1)) << shift);
    }
}
