package weir.balance.kit;

import java.util.Set;

/**
 * What every algorithm promises, as tests: extend it, say how a picker is made, and what it claims.
 *
 * <pre>{@code
 * class MyPickerTest extends PickerContract {
 *     @Override
 *     public Picker picker(PickerParts parts) {
 *         return new MyPicker(parts);
 *     }
 * }
 * }</pre>
 *
 * <p>Tests of what is not claimed are skipped. A failure names the backends' weights and the seed; the same seed gives the same picks.
 */
public abstract class PickerContract
        implements EligibilityContract,
                StateContract,
                ShareContract,
                KeyContract,
                ChargeContract,
                LoadContract,
                LatencyContract {
    /** Override it: the more an algorithm claims, the more is tested. */
    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FAIR);
    }
}
