package weir.balance;

/**
 * When each backend's next turn is due, on a clock that only turns move: a backend of weight w is due every 1/w. Fair
 * queueing, with a request for a packet.
 *
 * <p>Thread: owning loop only.
 */
final class VirtualDeadlines {
    /** Beyond it all times are moved back, so that they keep their precision. */
    private static final double LATE = 1 << 16;

    private final BackendSet backends;
    private final double[] due;
    private double now;

    /** @param start of this loop: the backend of that index is the first to be due, where weights are even */
    VirtualDeadlines(BackendSet backends, int start) {
        this.backends = backends;
        final int count = backends.count();
        due = new double[count];
        for (int i = 0; i < count; i++) {
            final double phase = (Math.floorMod(i - (long) start, (long) count) + 0.5) / count;
            due[i] = phase * period(i);
        }
    }

    private double period(int index) {
        final double weight = backends.weight(index);
        return weight > 0 ? 1 / weight : 1;
    }

    double due(int index) {
        return due[index];
    }

    /** How long until its turn, in turns of a backend of weight 1; below 0 when it has let turns go by. */
    double distance(int index) {
        return due[index] - now;
    }

    boolean isSooner(int index, int than) {
        return due[index] < due[than];
    }

    /** The backend has its turn, and waits for every one of them. */
    void advance(int index) {
        passTo(index);
        due[index] += period(index);
    }

    /** Time until the backend's turn has passed: no other turn comes before it. */
    void passTo(int index) {
        now = Math.max(now, due[index]);
        if (now > LATE) {
            rebase();
        }
    }

    /**
     * The backend has had something for which it gives up a turn; at most {@link Picker#DEBT_MAX} of them. Later turns
     * come no sooner for it.
     */
    void charge(int index) {
        final double longestWait = (Picker.DEBT_MAX + 1) * period(index);
        due[index] = Math.min(due[index] + period(index), Math.max(due[index], now + longestWait));
    }

    /** The next turn of a backend that has been away: a usual wait from now. */
    void welcome(int index) {
        due[index] = Math.max(due[index], now + period(index) / 2);
    }

    private void rebase() {
        for (int i = 0; i < due.length; i++) {
            due[i] = Math.max(0, due[i] - now);
        }
        now = 0;
    }
}
