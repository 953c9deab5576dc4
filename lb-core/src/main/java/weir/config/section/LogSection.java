package weir.config.section;

import java.nio.file.Path;
import java.util.Optional;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.LogFile;
import weir.model.AccessLog;

/** {@code log}. */
final class LogSection extends SectionType<AccessLog> {
    private final Key<Optional<Path>> access = optional("access", new LogFile(), Optional.empty());
    private final Key<AccessLog.Format> format = optional(
            "format", new EnumValue<>(AccessLog.Format.values(), AccessLog.Format::word), AccessLog.NONE.format());

    LogSection() {
        later("level");
    }

    @Override
    AccessLog build(Section section) {
        return new AccessLog(section.get(access).orElse(null), section.get(format));
    }
}
