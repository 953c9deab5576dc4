package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Words;
import weir.model.TlsEngine;

/** {@code tls}, which is for the whole process. */
final class TlsEngineSection extends SectionShape<TlsEngine> {
    private final Key<TlsEngine> engine =
            optional("engine", new Words<>(TlsEngine.values(), TlsEngine::word), TlsEngine.AUTO);

    @Override
    TlsEngine build(Section section) {
        return section.get(engine);
    }
}
