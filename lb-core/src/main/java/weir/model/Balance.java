package weir.model;

import weir.balance.Algorithm;
import weir.balance.PickerFactory;
import weir.balance.PickerParts;

/**
 * How a pool chooses its backends.
 *
 * @param key what of a request is hashed; null when the algorithm hashes nothing
 * @param boundedLoad how far above the average a hashed backend may go; 0 = as far as it comes
 */
public record Balance(PickerFactory algorithm, BalanceKey key, double boundedLoad) {
    public static final double BOUND_MIN = 1.01;
    public static final double BOUND_MAX = 10;
    public static final double UNBOUNDED = PickerParts.UNBOUNDED;

    public static final Balance DEFAULTS = of(Algorithm.ROUND_ROBIN);

    public Balance {
        Given.one("balance.algorithm", algorithm);
        final boolean isCustom = algorithm.kind() == Algorithm.Kind.CUSTOM; // which may use both, or not
        final boolean isHash = algorithm.kind() == Algorithm.Kind.HASHES;
        final boolean hasKey = isHash || algorithm.kind() == Algorithm.Kind.ADDRESS;
        if (!isCustom && hasKey != (key != null)) {
            throw new IllegalArgumentException("key: " + algorithm.word() + " has " + (hasKey ? "one" : "none"));
        }
        if (boundedLoad != UNBOUNDED
                && !((isHash || isCustom) && boundedLoad >= BOUND_MIN && boundedLoad <= BOUND_MAX)) {
            throw new IllegalArgumentException("bounded-load: " + boundedLoad);
        }
    }

    /** Without options. */
    public static Balance of(PickerFactory algorithm) {
        return new Balance(
                algorithm,
                switch (algorithm.kind()) {
                    case HASHES -> BalanceKey.SOURCE;
                    case ADDRESS -> BalanceKey.NETWORK;
                    default -> null;
                },
                UNBOUNDED);
    }
}
