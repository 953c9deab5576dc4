package weir.template;

import java.nio.charset.StandardCharsets;

/**
 * A piece of a template: bytes as they are, or a placeholder. Immutable, any thread; compared by what it says.
 *
 * @param placeholder null = {@code text} as it is
 * @param text of a named placeholder the name; of others null
 */
public record Part(Placeholder placeholder, String text) {
    /** For whoever writes; as bytes a literal, and the name of a field in small letters. */
    public byte[] bytes() {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Of a placeholder, as it stands between the braces. */
    public String word() {
        return text == null ? placeholder.word() : placeholder.word() + ':' + text;
    }
}
