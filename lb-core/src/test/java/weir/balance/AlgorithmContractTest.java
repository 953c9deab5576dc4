package weir.balance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weir.balance.kit.PickerContract;
import weir.balance.kit.Trait;

/** The contract for each algorithm of the registry. A new constant of {@link Algorithm} is covered by its kind. */
@ParameterizedClass
@EnumSource
class AlgorithmContractTest extends PickerContract {
    @Parameter
    Algorithm algorithm;

    @Override
    public Picker picker(PickerParts parts) {
        return algorithm.picker(parts);
    }

    @Override
    public Set<Trait> traits() {
        final Set<Trait> fair = EnumSet.of(Trait.FAIR, Trait.WEIGHTED);
        fair.addAll(
                switch (algorithm.kind()) {
                    case TURNS -> Set.of(Trait.SMOOTH);
                    case DRAWS, CUSTOM, FILLS -> Set.of();
                    case LOADS -> Set.of(Trait.LOAD_AWARE);
                    case LATENCIES -> Set.of(Trait.LOAD_AWARE, Trait.LATENCY_AWARE);
                    case ADDRESS -> Set.of(Trait.KEYED);
                    case HASHES -> Set.of(Trait.KEYED, Trait.CONSISTENT, Trait.BOUNDED);
                });
        return algorithm.kind() == Algorithm.Kind.FILLS ? Set.of() : fair;
    }

    /** 160 arcs fall by lot, in shares and to heirs. */
    @Override
    public double shareTolerance() {
        return algorithm == Algorithm.RING_HASH ? 0.25 : super.shareTolerance();
    }

    @Override
    public double heirMax() {
        return algorithm == Algorithm.RING_HASH ? 2.2 : super.heirMax();
    }

    /** The paper's own cost. */
    @Override
    public double extraMovesMax() {
        return algorithm == Algorithm.MAGLEV ? 0.006 : 0;
    }

    @Test
    void hasAWordOfItsOwn() {
        assertTrue(algorithm.word().matches("[a-z0-9]+(-[a-z0-9]+)*"), algorithm.word());
        for (Algorithm other : Algorithm.values()) {
            assertTrue(other == algorithm || !other.word().equals(algorithm.word()));
        }
    }
}
