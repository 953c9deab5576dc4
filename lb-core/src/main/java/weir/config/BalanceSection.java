package weir.config;

import weir.balance.Algorithm;

/** {@code pools.<name>.balance}; its short form is the name alone. */
final class BalanceSection extends SectionShape<Algorithm> {
    /** Every algorithm that the registry has is selectable; these are planned. */
    static final Words<Algorithm> NAMES = new Words<>(
            Algorithm.values(),
            Algorithm::word,
            "weighted-round-robin",
            "least-connections",
            "random",
            "two-choices",
            "ring-hash",
            "maglev",
            "rendezvous",
            "ip-hash",
            "least-time",
            "peak-ewma");

    private final Key<Algorithm> algorithm = optional("algorithm", NAMES, Algorithm.ROUND_ROBIN);

    BalanceSection() {
        later("key");
    }

    @Override
    Algorithm build(Section section) {
        return section.get(algorithm);
    }

    @Override
    Algorithm readText(Place place, String text) {
        return NAMES.read(place);
    }

    @Override
    public String show(Algorithm value) {
        return NAMES.show(value);
    }
}
