package weir.bench.compare;

/** What the proxies' CPU time is divided by. */
enum Unit {
    REQUEST("us/request"),
    MESSAGE("us/message"),
    GIB("ms/GiB");

    private static final double NS_PER_US = 1_000;
    private static final double NS_PER_MS = 1_000_000;
    private static final double BYTES_PER_GIB = 1 << 30;

    private final String word;

    Unit(String word) {
        this.word = word;
    }

    /** Heading of a column. */
    String word() {
        return word;
    }

    /** NaN when nothing was answered. */
    double of(long ns, Answers answers) {
        if (answers.count() == 0) {
            return Double.NaN;
        }
        return this == GIB
                ? ns / NS_PER_MS / (answers.bytes() / BYTES_PER_GIB)
                : ns / NS_PER_US / answers.count();
    }
}
