package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.ListenerLimits;

/** {@code listeners.<name>.limits}. */
final class ListenerLimitsSection extends SectionType<ListenerLimits> {
    private static final ListenerLimits FALLBACK = ListenerLimits.DEFAULTS;

    private final Key<Long> head = size(ListenerLimits.HEAD_RANGE, FALLBACK.headBytesMax());
    private final Key<Long> headers = count(ListenerLimits.HEADERS_RANGE, FALLBACK.headersMax());
    private final Key<Long> target = size(ListenerLimits.TARGET_RANGE, FALLBACK.targetBytesMax());
    private final Key<Long> body = optional(
            ListenerLimits.BODY_RANGE.key(),
            new Quantity(Units.SIZE, ListenerLimits.BODY_RANGE).or("none", ListenerLimits.UNLIMITED),
            FALLBACK.bodyBytesMax());
    private final Key<Long> pipelined = count(ListenerLimits.PIPELINED_RANGE, FALLBACK.pipelinedMax());
    private final Key<Long> requests = count(ListenerLimits.REQUESTS_RANGE, FALLBACK.requestsMax());
    private final Key<Long> connections = optional(
            ListenerLimits.CONNECTIONS_RANGE.key(),
            new Quantity(Units.COUNT, ListenerLimits.CONNECTIONS_RANGE).or("auto", ListenerLimits.CONNECTIONS_AUTO),
            (long) FALLBACK.connectionsMax());
    private final Key<Long> perClient = optional(
            ListenerLimits.PER_CLIENT_RANGE.key(),
            new Quantity(Units.COUNT, ListenerLimits.PER_CLIENT_RANGE).or("any", ListenerLimits.ANY),
            (long) FALLBACK.connectionsPerClientMax());

    @Override
    ListenerLimits build(Section section) {
        return new ListenerLimits(
                section.getInt(head),
                section.getInt(headers),
                section.getInt(target),
                section.get(body),
                section.getInt(pipelined),
                section.getInt(requests),
                section.getInt(connections),
                section.getInt(perClient));
    }
}
