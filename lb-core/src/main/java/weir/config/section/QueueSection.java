package weir.config.section;

import weir.config.value.Key;
import weir.model.QueueLimits;

/** {@code pools.<name>.queue}. */
final class QueueSection extends SectionType<QueueLimits> {
    private final Key<Long> length = count(QueueLimits.LENGTH_RANGE, QueueLimits.DEFAULTS.lengthMax());
    private final Key<Long> timeout = duration(QueueLimits.TIMEOUT_RANGE, QueueLimits.DEFAULTS.timeoutMs());

    @Override
    QueueLimits build(Section section) {
        return new QueueLimits(section.getInt(length), section.getInt(timeout));
    }
}
