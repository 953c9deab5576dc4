package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.model.TlsEngine;

/** {@code tls}, which is for the whole process. */
final class TlsEngineSection extends SectionType<TlsEngine> {
    private final Key<TlsEngine> engine =
            optional("engine", new EnumValue<>(TlsEngine.values(), TlsEngine::word), TlsEngine.AUTO);

    @Override
    TlsEngine build(Section section) {
        return section.get(engine);
    }
}
