package weir.config.section;

import weir.config.value.Key;
import weir.model.ListenerTimeouts;

/** {@code listeners.<name>.timeouts}. */
final class ListenerTimeoutsSection extends SectionType<ListenerTimeouts> {
    private static final ListenerTimeouts FALLBACK = ListenerTimeouts.DEFAULTS;

    private final Key<Long> head = duration(ListenerTimeouts.HEAD_RANGE, FALLBACK.headMs());
    private final Key<Long> body = duration(ListenerTimeouts.BODY_RANGE, FALLBACK.bodyMs());
    private final Key<Long> idle = duration(ListenerTimeouts.IDLE_RANGE, FALLBACK.idleMs());
    private final Key<Long> tunnel = duration(ListenerTimeouts.TUNNEL_RANGE, FALLBACK.tunnelMs());
    private final Key<Long> linger = duration(ListenerTimeouts.LINGER_RANGE, FALLBACK.lingerMs());

    @Override
    ListenerTimeouts build(Section section) {
        return new ListenerTimeouts(
                section.getInt(head),
                section.getInt(body),
                section.getInt(idle),
                section.getInt(tunnel),
                section.getInt(linger));
    }
}
