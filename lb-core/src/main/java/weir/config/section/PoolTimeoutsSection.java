package weir.config.section;

import weir.config.value.Key;
import weir.model.KeepAlive;
import weir.model.PoolTimeouts;

/**
 * {@code pools.<name>.timeouts}: all times towards a backend, though the model keeps one of them with the idle
 * connections.
 */
final class PoolTimeoutsSection extends SectionType<PoolTimeoutsSection.Times> {
    /** @param idleMs as in {@link KeepAlive} */
    record Times(PoolTimeouts timeouts, int idleMs) {
        static final Times DEFAULTS = new Times(PoolTimeouts.DEFAULTS, KeepAlive.DEFAULTS.idleMs());
    }

    private static final PoolTimeouts FALLBACK = PoolTimeouts.DEFAULTS;

    private final Key<Long> connect = duration(PoolTimeouts.CONNECT_RANGE, FALLBACK.connectMs());
    private final Key<Long> response = duration(PoolTimeouts.RESPONSE_RANGE, FALLBACK.responseMs());
    private final Key<Long> body = duration(PoolTimeouts.BODY_RANGE, FALLBACK.bodyMs());
    private final Key<Long> idle = duration(KeepAlive.IDLE_RANGE, KeepAlive.DEFAULTS.idleMs());

    @Override
    Times build(Section section) {
        final PoolTimeouts timeouts =
                new PoolTimeouts(section.getInt(connect), section.getInt(response), section.getInt(body));
        return new Times(timeouts, section.getInt(idle));
    }
}
