package weir.config.section;

import java.util.List;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Text;
import weir.model.OnDown;

/** {@code pools.<name>.on-down}. */
final class OnDownSection extends SectionType<OnDown> {
    private static final Text WORD = new Text(OnDown.WORD);

    private final Key<List<String>> command =
            required(OnDown.COMMAND_RANGE.key(), new ListOf<>(WORD, OnDown.COMMAND_RANGE));
    private final Key<Long> times = count(OnDown.TIMES_RANGE, OnDown.TIMES);
    private final Key<Long> within = duration(OnDown.WITHIN_RANGE, OnDown.WITHIN_MS);
    private final Key<Long> timeout = duration(OnDown.TIMEOUT_RANGE, OnDown.TIMEOUT_MS);

    @Override
    OnDown build(Section section) {
        final List<String> command = section.get(this.command);
        final int timesMax = section.getInt(times);
        final int withinMs = section.getInt(within);
        final int timeoutMs = section.getInt(timeout);
        return command == null || command.isEmpty() ? null : new OnDown(command, timesMax, withinMs, timeoutMs);
    }
}
