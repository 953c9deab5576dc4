package weir.config.section;

import java.util.List;
import weir.config.value.Cidr;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.model.AddressRange;
import weir.model.ProxyProtocol;

/** {@code listeners.<name>.proxy-protocol}. */
final class ProxyProtocolSection extends SectionType<ProxyProtocol> {
    private final Key<List<AddressRange>> from =
            required(ProxyProtocol.FROM_RANGE.key(), new ListOf<>(new Cidr(), ProxyProtocol.FROM_RANGE));

    @Override
    ProxyProtocol build(Section section) {
        final List<AddressRange> networks = section.get(from);
        return networks == null || networks.isEmpty() ? null : new ProxyProtocol(networks);
    }
}
