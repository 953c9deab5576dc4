package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.FieldNameText;
import weir.config.value.Key;
import weir.model.RequestIds;

/** {@code listeners.<name>.request-id}. */
final class RequestIdSection extends SectionType<RequestIds> {
    private static final RequestIds FALLBACK = RequestIds.DEFAULTS;

    private final Key<String> header = optional("header", new FieldNameText(), FALLBACK.header());
    private final Key<RequestIds.Trust> trust =
            optional("trust", new EnumValue<>(RequestIds.Trust.values(), RequestIds.Trust::word), FALLBACK.trust());
    private final Key<Boolean> respond = flag("respond", FALLBACK.isInResponse());

    @Override
    RequestIds build(Section section) {
        return new RequestIds(section.get(header), section.get(trust), section.get(respond));
    }
}
