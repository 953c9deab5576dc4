package weir.bench.peers;

/** The two arguments of each proxy: where it listens on the loopback, and whom it asks. Immutable, any thread. */
record Address(int listenPort, String originHost, int originPort) {
    /** From {@code PORT HOST:PORT}. */
    static Address parse(String... arguments) {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: PORT HOST:PORT");
        }
        final int colon = arguments[1].lastIndexOf(':');
        return new Address(
                Integer.parseInt(arguments[0]),
                arguments[1].substring(0, colon),
                Integer.parseInt(arguments[1].substring(colon + 1)));
    }
}
