package weir.config;

import weir.balance.Algorithm;
import weir.model.Balance;
import weir.model.BalanceKey;

/** {@code pools.<name>.balance}; its short form is the name alone. */
final class BalanceSection extends SectionShape<Balance> {
    /** Every algorithm that the registry has is selectable. */
    static final Words<Algorithm> NAMES = new Words<>(Algorithm.values(), Algorithm::word);

    private static final String HASHES = "ring-hash, maglev and rendezvous";

    private final Key<Algorithm> algorithm = optional("algorithm", NAMES, Algorithm.ROUND_ROBIN);
    private final Key<BalanceKey> key = optional("key", new HashKeyText());
    private final Key<Double> boundedLoad = optional("bounded-load", new Decimal(Balance.BOUND_MIN, Balance.BOUND_MAX));

    @Override
    Balance build(Section section) {
        final Algorithm algorithm = section.get(this.algorithm);
        final BalanceKey key = section.get(this.key);
        final Double bound = section.get(boundedLoad);
        if (algorithm.kind() != Algorithm.Kind.HASHES) {
            refuse(section, this.key, algorithm);
            refuse(section, boundedLoad, algorithm);
            return Balance.of(algorithm);
        }
        return new Balance(algorithm, key == null ? BalanceKey.SOURCE : key, bound == null ? Balance.UNBOUNDED : bound);
    }

    private static void refuse(Section section, Key<?> key, Algorithm algorithm) {
        if (section.has(key)) {
            section.at(key).refuse(key.name() + " with " + algorithm.word(), "it with " + HASHES + " only");
        }
    }

    @Override
    Balance readText(Place place, String text) {
        final Algorithm algorithm = NAMES.read(place);
        return algorithm == null ? null : Balance.of(algorithm);
    }

    @Override
    public String show(Balance value) {
        return NAMES.show(value.algorithm());
    }
}
