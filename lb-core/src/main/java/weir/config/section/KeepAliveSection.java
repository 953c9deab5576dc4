package weir.config.section;

import weir.config.value.Key;
import weir.model.KeepAlive;

/** {@code pools.<name>.keep-alive}. Becomes the number of connections; their idle time stands with the other times. */
final class KeepAliveSection extends SectionType<Long> {
    static final long CONNECTIONS = KeepAlive.DEFAULTS.connectionsMax();

    private final Key<Long> connections = count(KeepAlive.CONNECTIONS_RANGE, CONNECTIONS);

    @Override
    Long build(Section section) {
        return section.get(connections);
    }
}
