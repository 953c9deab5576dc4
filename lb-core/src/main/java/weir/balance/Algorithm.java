package weir.balance;

import java.util.function.Function;

/**
 * The registry: one line per algorithm. The word is the one of the configuration file; docs/BALANCING.md describes
 * each.
 */
public enum Algorithm implements PickerFactory {
    ROUND_ROBIN("round-robin", Kind.TURNS, RoundRobin::new),
    WEIGHTED_ROUND_ROBIN("weighted-round-robin", Kind.TURNS, WeightedRoundRobin::new),
    RANDOM("random", Kind.DRAWS, RandomDraw::new),
    TWO_CHOICES("two-choices", Kind.LOADS, TwoChoices::new),
    LEAST_CONNECTIONS("least-connections", Kind.LOADS, LeastConnections::inFlight),
    WEIGHTED_LEAST_CONNECTIONS("weighted-least-connections", Kind.LOADS, LeastConnections::withOneMore),
    IP_HASH("ip-hash", Kind.ADDRESS, IpHash::new),
    LEAST_RESPONSE_TIME("least-response-time", Kind.LATENCIES, LeastResponseTime::new),
    PEAK_EWMA("peak-ewma", Kind.LATENCIES, PeakEwma::new),
    RING_HASH("ring-hash", Kind.HASHES, RingHash::new),
    MAGLEV("maglev", Kind.HASHES, Maglev::new),
    RENDEZVOUS("rendezvous", Kind.HASHES, Rendezvous::new),
    FIRST("first", Kind.FILLS, First::new);

    /** What an algorithm goes by. */
    public enum Kind {
        /** Whose turn it is. */
        TURNS,
        /** Lots. */
        DRAWS,
        /** How many exchanges are in flight. */
        LOADS,
        /** How long answers took, and how many exchanges are in flight. */
        LATENCIES,
        /** The network of the client's address; has no options. */
        ADDRESS,
        /** A key of the request, so that equal keys meet the same backend. */
        HASHES,
        /** Backends are filled one after the other, up to what each may hold. */
        FILLS,
        /** What its author wants, see {@link CustomAlgorithm}; a key if the file names one. */
        CUSTOM
    }

    private final String word;
    private final Kind kind;
    private final Function<PickerParts, Picker> maker;

    Algorithm(String word, Kind kind, Function<PickerParts, Picker> maker) {
        this.word = word;
        this.kind = kind;
        this.maker = maker;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Picker picker(PickerParts parts) {
        return maker.apply(parts);
    }
}
