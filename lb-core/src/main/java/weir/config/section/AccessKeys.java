package weir.config.section;

import java.util.List;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.NetworkSourceText;
import weir.model.ClientNetworks;
import weir.model.NetworkSource;

/** {@code allow} and {@code deny}, which a listener and a route have alike. */
final class AccessKeys {
    private final Key<List<NetworkSource>> allow;
    private final Key<List<NetworkSource>> deny;

    /** @param section to declare them in */
    AccessKeys(SectionType<?> section) {
        allow = section.optional("allow", new ListOf<>(new NetworkSourceText(), ClientNetworks.ALLOW_RANGE), List.of());
        deny = section.optional("deny", new ListOf<>(new NetworkSourceText(), ClientNetworks.DENY_RANGE), List.of());
    }

    /** Reads each of them. */
    ClientNetworks read(Section section) {
        return new ClientNetworks(section.get(allow), section.get(deny));
    }

    /** The first of them that is there; null when there is none. */
    Key<?> first(Section section) {
        return section.has(allow) ? allow : section.has(deny) ? deny : null;
    }
}
