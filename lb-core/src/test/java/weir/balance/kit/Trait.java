package weir.balance.kit;

/** What an algorithm claims about itself. Each claim is tested; what is not claimed is not. */
public enum Trait {
    /** In the long run each usable backend gets its share; equal weights, equal shares. */
    FAIR,
    /** The shares are in proportion to the weights. */
    WEIGHTED,
    /** At any time each backend is within two requests of its share. */
    SMOOTH,
    /** Equal keys meet the same backend, on each loop; a backend that fails moves only its own keys. */
    KEYED,
    /** When a backend is taken out of the pool, or put in, hardly any other keys move. */
    CONSISTENT,
    /** {@code bounded-load} holds. */
    BOUNDED,
    /** Avoids a backend that has more in flight than others, over all loops. */
    LOAD_AWARE,
    /** Avoids a backend that is slow, or fails. */
    LATENCY_AWARE
}
