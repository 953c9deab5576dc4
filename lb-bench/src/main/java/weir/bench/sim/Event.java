package weir.bench.sim;

/** What an event is about. Packed with a number of its own into an int, so that events need no objects. */
enum Event {
    /** A backend has done a job: the job's slot. */
    DONE,
    /** A backend is checked: its index. */
    CHECK,
    /** An attempt may have taken too long. */
    DEADLINE,
    /** A trouble begins: its index. */
    TROUBLE_BEGINS,
    TROUBLE_ENDS,
    SAMPLE;

    private static final Event[] ALL = values();
    private static final int NUMBER_BITS = 28;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

    int on(int number) {
        assert number >= 0 && number <= NUMBER_MASK : number;
        return ordinal() << NUMBER_BITS | number;
    }

    static Event of(int packed) {
        return ALL[packed >>> NUMBER_BITS];
    }

    static int number(int packed) {
        return packed & NUMBER_MASK;
    }
}
