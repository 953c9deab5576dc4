package weir.balance.kit;

import java.util.Set;
import org.junit.jupiter.api.Timeout;

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
 * <p>Tests of what is not claimed are skipped. A failure names the backends' weights and the seed; the same seed gives
 * the same picks.
 */
@Timeout(value = PickerContract.SECONDS_MAX, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PickerContract
        implements EligibilityContract,
                StateContract,
                ShareContract,
                KeyContract,
                ChargeContract,
                LoadContract,
                LatencyContract {
    /**
     * A picker that goes round and round, when all are down for example, fails its test and does not hang the build.
     * The slowest test takes a few seconds.
     */
    static final int SECONDS_MAX = 120;

    /** Override it: the more an algorithm claims, the more is tested. */
    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FAIR);
    }
}
