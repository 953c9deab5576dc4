package weir.config.section;

import java.util.List;
import java.util.Optional;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.LogAccess;
import weir.config.value.LogConditionText;
import weir.config.value.LogFieldText;
import weir.config.value.LogFormatText;
import weir.config.value.Percent;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.AccessLog;
import weir.model.LogCondition;
import weir.model.LogSelection;
import weir.model.Syslog;
import weir.template.Part;

/** {@code log}. */
final class LogSection extends SectionType<AccessLog> {
    private final Key<AccessLog> access = optional("access", new LogAccess(), AccessLog.NONE);
    private final Key<LogFormatText.Line> format =
            optional("format", new LogFormatText(), new LogFormatText.Line(AccessLog.NONE.format(), null));
    private final Key<Long> queue =
            optional("queue", new Quantity(Units.COUNT, AccessLog.QUEUE_RANGE).or("auto", AccessLog.AUTO), (long)
                    AccessLog.AUTO);
    private final Key<SyslogSection.Words> syslog =
            optional("syslog", new SyslogSection(), SyslogSection.Words.DEFAULTS);

    private final Key<Optional<LogCondition>> only = optional("only", new LogConditionText(), Optional.empty());
    private final Key<Double> sample = optional("sample", new Percent(0, 100), LogSelection.ALL.sample());
    private final Key<Optional<LogCondition>> keep =
            optional("keep", new LogConditionText(), Optional.of(LogSelection.KEPT));
    private final Key<Boolean> attempts = flag("attempts");

    private final Key<List<Part>> fields =
            optional("fields", new ListOf<>(new LogFieldText(), AccessLog.FIELDS_RANGE), List.of());

    LogSection() {
        later("level");
    }

    @Override
    AccessLog build(Section section) {
        final AccessLog to = section.get(access);
        final LogFormatText.Line line = section.get(format);
        final AccessLog.Format as = line.format();
        final int records = section.getInt(queue);
        final SyslogSection.Words words = section.get(syslog);
        final LogSelection selection = new LogSelection(
                section.get(only).orElse(null),
                section.get(sample),
                section.get(keep).orElse(null));
        final boolean hasAttempts = section.get(attempts);
        if (!to.isOn() && !section.isBad(access)) {
            for (Key<?> key : List.of(queue, only, sample, attempts)) {
                if (section.has(key)) {
                    section.at(key).warn("there is no access log, so this has no effect");
                }
            }
        }
        if (hasAttempts && !as.hasKeys() && !section.isBad(format)) {
            section.at(attempts).warn("format " + as.word() + " has no place for them, so this has no effect");
        }
        final List<Part> more = section.get(fields).stream().distinct().toList();
        if (!more.isEmpty() && !as.hasKeys() && !section.isBad(format)) {
            section.at(fields).warn("format " + as.word() + " has no place for them, so this has no effect");
        }
        final List<Part> kept = as.hasKeys() ? more : List.of();
        if (AccessLog.captured(as, line.pattern(), kept, selection).size() > AccessLog.CAPTURED_MAX) {
            section.location()
                    .refuse(
                            "more values of a request",
                            "at most " + AccessLog.CAPTURED_MAX + " in format, fields, only and keep together");
            return null;
        }
        if (selection.sample() == 1 && section.has(keep) && !section.isBad(sample)) {
            section.at(keep).warn("without sample all lines are kept, so this has no effect");
        }
        if (to.syslog() == null && section.has(syslog)) {
            section.at(syslog).warn("access does not lead to syslog, so this has no effect");
        }
        final Syslog server = to.syslog() == null ? null : words.of(to.syslog());
        return new AccessLog(to.file(), server, as, line.pattern(), records, selection, hasAttempts, kept);
    }
}
