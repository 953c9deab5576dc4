package weir.stats;

/** One loop's counters. Threads as in {@link Tally}. */
public final class Counters {
    private final Tally<Counter> tally = new Tally<>(Counter.class);

    public void add(Counter counter) {
        tally.add(counter);
    }

    public void add(Counter counter, long count) {
        tally.add(counter, count);
    }

    public long get(Counter counter) {
        return tally.get(counter);
    }
}
