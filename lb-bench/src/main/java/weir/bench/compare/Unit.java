package weir.bench.compare;

/** What the proxies' CPU time is divided by. */
enum Unit {
    REQUEST("us", "request"),
    MESSAGE("us", "message"),
    GIB("ms", "GiB");

    private static final double NS_PER_US = 1_000;
    private static final double NS_PER_MS = 1_000_000;
    private static final double BYTES_PER_GIB = 1 << 30;

    private final String time;
    private final String thing;

    Unit(String time, String thing) {
        this.time = time;
        this.thing = thing;
    }

    /** What is counted. */
    String thing() {
        return thing;
    }

    /** Heading of a column. */
    String word() {
        return time + "/" + thing;
    }

    /** NaN when nothing was answered. */
    double of(long ns, Answers answers) {
        return ns / (this == GIB ? NS_PER_MS : NS_PER_US) / amount(answers);
    }

    /** How many of it; NaN for none. */
    double amount(Answers answers) {
        if (answers.count() == 0) {
            return Double.NaN;
        }
        return this == GIB ? answers.bytes() / BYTES_PER_GIB : answers.count();
    }
}
