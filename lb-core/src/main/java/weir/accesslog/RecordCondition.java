package weir.accesslog;

import java.util.List;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.buf.Ascii;
import weir.model.AccessLog;
import weir.model.LogCondition;

/** A condition as it is asked of a record; made once, and asked without allocation. Immutable, any thread. */
@FunctionalInterface
interface RecordCondition {
    boolean holds(AccessRecord record);

    static RecordCondition of(LogCondition condition, EndWords words, RecordLayout layout) {
        if (condition instanceof LogCondition.All all) {
            final RecordCondition[] parts = of(all.of(), words, layout);
            return record -> {
                for (RecordCondition part : parts) {
                    if (!part.holds(record)) {
                        return false;
                    }
                }
                return true;
            };
        } else if (condition instanceof LogCondition.Any any) {
            final RecordCondition[] parts = of(any.of(), words, layout);
            return record -> {
                for (RecordCondition part : parts) {
                    if (part.holds(record)) {
                        return true;
                    }
                }
                return false;
            };
        } else if (condition instanceof LogCondition.Not not) {
            final RecordCondition of = of(not.of(), words, layout);
            return record -> !of.holds(record);
        } else if (condition instanceof LogCondition.Number number) {
            return number(number);
        }
        return word((LogCondition.Word) condition, words, layout);
    }

    private static RecordCondition[] of(List<LogCondition> conditions, EndWords words, RecordLayout layout) {
        return conditions.stream().map(each -> of(each, words, layout)).toArray(RecordCondition[]::new);
    }

    private static RecordCondition number(LogCondition.Number condition) {
        final Value value = switch (condition.subject()) {
            case STATUS -> Value.STATUS;
            case TIME -> Value.TOTAL_US;
            case BYTES -> Value.RESPONSE_BYTES;
            case REQUEST_BYTES -> Value.REQUEST_BYTES;
            case RETRIES -> Value.RETRIES;
        };
        final long than = condition.than();
        final RecordCondition comparison = switch (condition.comparison()) {
            case EQUAL -> record -> record.get(value) == than;
            case LESS -> record -> record.get(value) < than;
            case LESS_OR_EQUAL -> record -> record.get(value) <= than;
            case MORE -> record -> record.get(value) > than;
            case MORE_OR_EQUAL -> record -> record.get(value) >= than;
        };
        return record -> record.get(value) != AccessRecord.ABSENT && comparison.holds(record);
    }

    private static RecordCondition word(LogCondition.Word condition, EndWords words, RecordLayout layout) {
        final int slot = switch (condition.subject()) {
            case END -> -1;
            case METHOD -> AccessRecord.slotOf(Text.METHOD);
            case LISTENER -> AccessRecord.slotOf(Text.LISTENER);
            case POOL -> AccessRecord.slotOf(Text.POOL);
            case BACKEND -> AccessRecord.slotOf(Text.BACKEND);
            case ROUTE -> AccessRecord.slotOf(layout.indexOf(AccessLog.ROUTE));
        };
        if (slot < 0) {
            final long end = words.ends().indexOf(condition.word());
            return record -> end >= 0 && record.get(Value.END) == end;
        }
        final byte[] wanted = Ascii.bytes(condition.word());
        return record -> is(record, slot, wanted);
    }

    private static boolean is(AccessRecord record, int slot, byte[] wanted) {
        if (record.length(slot) != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (record.at(slot, i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
