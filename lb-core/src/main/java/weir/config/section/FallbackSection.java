package weir.config.section;

import java.nio.charset.StandardCharsets;
import weir.config.value.BodyFile;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.PoolReference;
import weir.config.value.Quantity;
import weir.config.value.Text;
import weir.config.value.Units;
import weir.model.Fallback;
import weir.model.FixedResponse;

/** {@code pools.<name>.fallback}; its short form is the name of a pool. */
final class FallbackSection extends SectionType<Fallback> {
    private static final PoolReference POOL = new PoolReference();
    private static final String TEXT_ACCEPTED = "text of at most " + FixedResponse.TEXT_RANGE.max() + " bytes in UTF-8";

    private final Key<Integer> pool = optional("pool", POOL);
    private final Key<Long> status = count(FixedResponse.STATUS_RANGE, FixedResponse.STATUS);
    private final Key<String> text = optional("text", new Text("(?s).*", TEXT_ACCEPTED));
    private final Key<String> bodyFile = optional("body-file", new BodyFile());
    private final Key<String> contentType =
            optional("content-type", new Text(FixedResponse.CONTENT_TYPE_FORM), FixedResponse.CONTENT_TYPE);
    private final Key<Long> retryAfter = optional(
            FixedResponse.RETRY_AFTER_RANGE.key(), new Quantity(Units.DURATION, FixedResponse.RETRY_AFTER_RANGE));

    @Override
    Fallback build(Section section) {
        final Integer pool = section.get(this.pool);
        final int status = section.getInt(this.status);
        final String text = section.get(this.text);
        final String fileText = section.get(bodyFile);
        final String contentType = section.get(this.contentType);
        final Long retryAfterMs = section.get(retryAfter);
        if (section.has(this.pool)) {
            refuseBesidePool(section);
            return pool == null ? null : Fallback.to(pool);
        }
        if (section.has(this.text) && section.has(bodyFile)) {
            section.at(bodyFile).refuse("both text and body-file", "one of the two");
        }
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > FixedResponse.TEXT_RANGE.max()) {
            return section.at(this.text).refuse("a longer text", TEXT_ACCEPTED);
        }
        final int retryAfterS = retryAfterMs == null ? 0 : (int) ((retryAfterMs + 999) / 1_000);
        return Fallback.with(new FixedResponse(status, contentType, text == null ? fileText : text, retryAfterS));
    }

    private void refuseBesidePool(Section section) {
        for (Key<?> key : new Key<?>[] {status, text, bodyFile, contentType, retryAfter}) {
            if (section.has(key)) {
                section.at(key).refuse(key.name() + " beside pool", "a pool, or a response");
            }
        }
    }

    @Override
    Fallback readText(Location location, String text) {
        final Integer pool = POOL.read(location);
        return pool == null ? null : Fallback.to(pool);
    }

    @Override
    public String accepted() {
        return POOL.accepted() + " or " + super.accepted();
    }
}
