package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Text;
import weir.model.Syslog;

/** {@code log.syslog}. */
final class SyslogSection extends SectionType<SyslogSection.Words> {
    private final Key<String> facility = optional("facility", words(Syslog.FACILITIES), Words.DEFAULTS.facility);
    private final Key<String> severity = optional("severity", words(Syslog.SEVERITIES), Words.DEFAULTS.severity);
    private final Key<String> appName = optional("app-name", new Text(Syslog.APP_NAME), Words.DEFAULTS.appName);

    private static EnumValue<String> words(java.util.List<String> words) {
        return new EnumValue<>(words.toArray(String[]::new), word -> word);
    }

    @Override
    Words build(Section section) {
        final Words words = new Words(section.get(facility), section.get(severity), section.get(appName));
        return words.facility == null || words.severity == null || words.appName == null ? null : words;
    }

    /** What messages say of themselves. */
    record Words(String facility, String severity, String appName) {
        static final Words DEFAULTS = new Words("local7", "info", "weir");

        Syslog of(Syslog server) {
            return server.with(facility, severity, appName);
        }
    }
}
