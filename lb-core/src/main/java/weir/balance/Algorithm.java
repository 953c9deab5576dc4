package weir.balance;

/** The registry: one constant per algorithm. The word is the one of the configuration file. */
public enum Algorithm {
    ROUND_ROBIN("round-robin") {
        @Override
        public Picker picker(BackendSet backends, int start) {
            return new RoundRobin(backends, start);
        }
    };

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /**
     * A new picker for one loop.
     *
     * @param start differs from loop to loop
     */
    public abstract Picker picker(BackendSet backends, int start);
}
