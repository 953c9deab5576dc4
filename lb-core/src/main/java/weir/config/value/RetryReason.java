package weir.config.value;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import weir.model.RetryPolicy;
import weir.model.RetryPolicy.Condition;

/**
 * An item of {@code retry.on}: the word of a condition, or a status.
 *
 * @param condition null = the status
 */
public record RetryReason(Condition condition, int status) {
    public static final ValueType<RetryReason> SHAPE = new ValueType<>() {
        private static final Quantity STATUS = new Quantity(Units.COUNT, RetryPolicy.STATUS_RANGE);
        private static final List<String> WORDS =
                Arrays.stream(Condition.values()).map(Condition::word).toList();

        @Override
        public RetryReason read(Location location) {
            final String text = location.text();
            if (text == null) {
                return location.refuse(accepted());
            }
            final long status = Units.COUNT.parse(text);
            if (RetryPolicy.STATUS_RANGE.has(status)) {
                return new RetryReason(null, (int) status);
            }
            for (Condition condition : Condition.values()) {
                if (condition.word().equals(text)) {
                    return of(condition);
                }
            }
            return location.refuse(Quoted.text(text), accepted() + Suggestions.hint(text, WORDS));
        }

        @Override
        public String accepted() {
            return WORDS.stream().collect(Collectors.joining(", ", "one of ", "")) + " or " + STATUS.accepted();
        }
    };

    public static RetryReason of(Condition condition) {
        return new RetryReason(condition, 0);
    }

    @Override
    public String toString() {
        return condition == null ? Integer.toString(status) : condition.word();
    }
}
