package weir.time;

/**
 * One deadline of one owner, linked into a {@link TimerWheel}. Made once with its owner and reused.
 *
 * <p>Thread: owning loop only.
 */
public final class Timer {
    /** What happens when the deadline has passed. */
    public interface Target {
        void onTimer(long nowNs);
    }

    final Target target;
    long deadlineTick;
    /** The tick under which the node is linked; at or before {@link #deadlineTick}. */
    long linkedTick;

    Timer previous;
    Timer next;

    public Timer(Target target) {
        this.target = target;
    }

    /** Head of a wheel's list. */
    Timer() {
        this.target = null;
        this.previous = this;
        this.next = this;
    }

    public boolean isSet() {
        return next != null && deadlineTick != TimerWheel.NEVER;
    }

    void unlink() {
        previous.next = next;
        next.previous = previous;
        previous = null;
        next = null;
    }
}
