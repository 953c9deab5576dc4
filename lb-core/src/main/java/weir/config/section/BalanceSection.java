package weir.config.section;

import java.util.Map;
import weir.balance.Algorithm;
import weir.balance.CustomAlgorithm;
import weir.balance.ExactRoundRobin;
import weir.balance.PickerFactory;
import weir.config.value.AlgorithmName;
import weir.config.value.Decimal;
import weir.config.value.EnumValue;
import weir.config.value.HashKeyText;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.OptionMap;
import weir.model.Balance;
import weir.model.BalanceKey;

/** {@code pools.<name>.balance}; its short form is the name alone. */
public final class BalanceSection extends SectionType<Balance> {
    /** Every algorithm that the registry has is selectable. */
    public static final EnumValue<Algorithm> NAMES = new EnumValue<>(Algorithm.values(), Algorithm::word);

    private static final AlgorithmName ANY = new AlgorithmName(NAMES, CustomAlgorithm.WEIR);

    private static final String HASHES = "ring-hash, maglev and rendezvous";
    public static final String OWN = "an algorithm of your own";

    private final Key<PickerFactory> algorithm = optional("algorithm", ANY, Algorithm.ROUND_ROBIN);
    private final Key<Order> order = optional("order", new EnumValue<>(Order.values(), Order::word), Order.LOOP);
    private final Key<BalanceKey> key = optional("key", new HashKeyText());
    private final Key<Double> boundedLoad = optional("bounded-load", new Decimal(Balance.BOUND_MIN, Balance.BOUND_MAX));
    private final Key<Map<String, String>> options = optional("options", new OptionMap());

    /** Over what turns are exact. */
    private enum Order {
        LOOP("loop"),
        EXACT("exact");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    @Override
    Balance build(Section section) {
        final PickerFactory algorithm = section.get(this.algorithm);
        final BalanceKey key = section.get(this.key);
        final Double given = section.get(boundedLoad);
        final double bound = given == null ? Balance.UNBOUNDED : given;
        final Map<String, String> options = section.get(this.options);
        final boolean isExact = section.get(order) == Order.EXACT;
        if (section.isBad(this.algorithm)) {
            return null; // what goes with it is not known
        }
        if (algorithm != Algorithm.ROUND_ROBIN) {
            refuse(section, order, algorithm, Algorithm.ROUND_ROBIN.word());
        }
        if (algorithm instanceof CustomAlgorithm own) {
            return new Balance(options == null ? own : own.withOptions(options), key, bound);
        }
        refuse(section, this.options, algorithm, OWN);
        if (algorithm.kind() != Algorithm.Kind.HASHES) {
            refuse(section, this.key, algorithm, HASHES + ", and " + OWN);
            refuse(section, boundedLoad, algorithm, HASHES + ", and " + OWN);
            return Balance.of(isExact && algorithm == Algorithm.ROUND_ROBIN ? ExactRoundRobin.FACTORY : algorithm);
        }
        return new Balance(algorithm, key == null ? BalanceKey.SOURCE : key, bound);
    }

    private static void refuse(Section section, Key<?> key, PickerFactory algorithm, String those) {
        if (section.has(key)) {
            section.at(key).refuse(key.name() + " with " + algorithm.word(), "it with " + those + " only");
        }
    }

    @Override
    Balance readText(Location location, String text) {
        final PickerFactory algorithm = ANY.read(location);
        return algorithm == null ? null : Balance.of(algorithm);
    }

    @Override
    public String show(Balance value) {
        return ANY.show(value.algorithm());
    }
}
