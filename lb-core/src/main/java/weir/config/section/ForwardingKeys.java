package weir.config.section;

import java.util.List;
import weir.config.value.Cidr;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.model.AddressRange;
import weir.model.Forwarding;

/** The keys of a listener about proxies before it, and what backends are told of clients. */
final class ForwardingKeys {
    private final Key<Forwarding.Style> forwarded;
    private final Key<List<AddressRange>> trusted;
    private final Key<Forwarding.Heard> trustedFields;

    /** @param section to declare them in */
    ForwardingKeys(SectionType<?> section) {
        forwarded = section.optional(
                "forwarded",
                new EnumValue<>(Forwarding.Style.values(), Forwarding.Style::word),
                Forwarding.DEFAULTS.style());
        trusted = section.optional(
                Forwarding.TRUSTED_RANGE.key(), new ListOf<>(new Cidr(), Forwarding.TRUSTED_RANGE), List.of());
        trustedFields =
                section.optional("trusted-fields", new EnumValue<>(Forwarding.Heard.values(), Forwarding.Heard::word));
    }

    List<Key<?>> all() {
        return List.of(forwarded, trusted, trustedFields);
    }

    boolean hasTrusted(Section section) {
        return section.has(trusted);
    }

    /**
     * Reads each of them. Of two fields that name clients, a proxy that writes one has passed on the other: which one
     * is whose, only the file can say.
     */
    Forwarding read(Section section) {
        final Forwarding.Style style = section.get(forwarded);
        final List<AddressRange> networks = section.get(trusted);
        final Forwarding.Heard read = section.get(trustedFields);
        final Forwarding.Heard usual = Forwarding.Heard.usual(style);
        if (read == null && usual == null && !networks.isEmpty() && !section.isBad(trustedFields)) {
            section.at(forwarded)
                    .refuse(
                            "both with trusted, but without trusted-fields",
                            "trusted-fields beside it, with what the proxies write themselves: x-forwarded, rfc7239, or both");
        }
        if (read == null && style == Forwarding.Style.RFC_7239 && !networks.isEmpty()) {
            section.at(forwarded)
                    .warn(
                            "trusted proxies are heard in Forwarded only, and their X-Forwarded-For is removed;"
                                    + " write trusted-fields: x-forwarded if that is what they write, else trusted-fields: rfc7239");
        }
        return new Forwarding(
                style, networks, read != null ? read : usual != null ? usual : Forwarding.Heard.X_FORWARDED);
    }
}
