package weir.bench.sim;

/**
 * The requests of one run, one after the other, in the order of their arrival. Each algorithm gets a traffic of its own
 * with the same requests in it, so that none is lucky. Thread: the simulation's.
 */
interface Traffic {
    /** What makes it anew for each algorithm. Immutable, any thread. */
    interface Source {
        Traffic begin(long seed);

        /** What a backend has to do per second of simulated time, in seconds; 0 = not known beforehand. */
        double offeredSeconds();
    }

    /**
     * Goes on to the next request.
     *
     * @return false after the last one
     */
    boolean next();

    /** When it arrives, from the start on. */
    long atNs();

    /** How long a backend of the usual speed works on it. */
    double workNs();

    /** What hashing algorithms go by. */
    long key();
}
