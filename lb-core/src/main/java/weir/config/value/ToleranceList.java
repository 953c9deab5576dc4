package weir.config.value;

import java.util.List;
import java.util.Set;
import weir.http.Tolerance;
import weir.model.Dialect;
import weir.model.Range;

/** {@code accept}: a list of tolerances that make sense there. */
public final class ToleranceList {
    private ToleranceList() {}

    public static ValueType<List<Tolerance>> of(Set<Tolerance> allowed) {
        return new ListOf<>(
                new EnumValue<>(allowed.toArray(Tolerance[]::new), Tolerance::word),
                new Range(Dialect.ACCEPT_RANGE.key(), 0, allowed.size()));
    }
}
