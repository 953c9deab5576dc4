package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.LogAccess;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.AccessLog;
import weir.model.Syslog;

/** {@code log}. */
final class LogSection extends SectionType<AccessLog> {
    private final Key<AccessLog> access = optional("access", new LogAccess(), AccessLog.NONE);
    private final Key<AccessLog.Format> format = optional(
            "format", new EnumValue<>(AccessLog.Format.values(), AccessLog.Format::word), AccessLog.NONE.format());
    private final Key<Long> queue =
            optional("queue", new Quantity(Units.COUNT, AccessLog.QUEUE_RANGE).or("auto", AccessLog.AUTO), (long)
                    AccessLog.AUTO);
    private final Key<SyslogSection.Words> syslog =
            optional("syslog", new SyslogSection(), SyslogSection.Words.DEFAULTS);

    LogSection() {
        later("level");
    }

    @Override
    AccessLog build(Section section) {
        final AccessLog to = section.get(access);
        final AccessLog.Format as = section.get(format);
        final int records = section.getInt(queue);
        final SyslogSection.Words words = section.get(syslog);
        if (to == null || as == null || words == null) {
            return null;
        }
        if (to.syslog() == null && section.has(syslog)) {
            section.at(syslog).warn("access does not lead to syslog, so this has no effect");
        }
        final Syslog server = to.syslog() == null ? null : words.of(to.syslog());
        return new AccessLog(to.file(), server, as, records);
    }
}
