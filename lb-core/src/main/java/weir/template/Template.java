package weir.template;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text with placeholders, such as <code>https://{host}{path_and_query}</code>, read once and written often. Two
 * opening braces are one that means itself; a closing brace does so wherever no placeholder ends.
 *
 * <p>Immutable, any thread; equal where the text means the same. To write one allocates nothing.
 */
public final class Template {
    static final List<String> WORDS = Stream.of(Placeholder.values())
            .map(placeholder -> placeholder.isNamed() ? placeholder.word() + ":NAME" : placeholder.word())
            .toList();

    private static final int PARTS_MAX = 64;
    private static final int NAME_CHARS_MAX = 128;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    private final List<Part> parts;
    /** As wire bytes; null where there is nothing to be said by bytes. */
    private final byte[][] bytes;

    private final Placeholder[] placeholders;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
        bytes = parts.stream().map(Part::bytes).toArray(byte[][]::new);
        placeholders = parts.stream().map(Part::placeholder).toArray(Placeholder[]::new);
    }

    /** @throws InvalidTemplateException if it is none */
    public static Template of(String text) {
        final List<Part> parts = new ArrayList<>();
        final StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (c != '{') {
                literal.append(c);
                at++;
            } else if (text.startsWith("{{", at)) {
                literal.append('{');
                at += 2;
            } else {
                final int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new InvalidTemplateException(
                            "a { without its }", "a placeholder such as {host}, or {{ for a brace", null);
                }
                addLiteral(literal, parts);
                parts.add(placeholder(text.substring(at + 1, end)));
                at = end + 1;
            }
        }
        addLiteral(literal, parts);
        if (parts.size() > PARTS_MAX) {
            throw new InvalidTemplateException("more pieces", "at most " + PARTS_MAX, null);
        }
        return new Template(parts);
    }

    private static void addLiteral(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Part(null, literal.toString()));
            literal.setLength(0);
        }
    }

    private static Part placeholder(String word) {
        final int colon = word.indexOf(':');
        final String kind = colon < 0 ? word : word.substring(0, colon);
        for (Placeholder placeholder : Placeholder.values()) {
            if (placeholder.word().equals(kind) && placeholder.isNamed() == colon >= 0) {
                return colon < 0 ? new Part(placeholder, null) : named(placeholder, word.substring(colon + 1));
            }
        }
        throw new InvalidTemplateException(
                "the placeholder {" + word + '}',
                "one of " + String.join(", ", WORDS) + ", in braces, or {{ for a brace",
                word);
    }

    /** Names of fields are alike in any case, those of cookies are not. */
    private static Part named(Placeholder placeholder, String name) {
        if (name.length() > NAME_CHARS_MAX || !name.matches(TOKEN)) {
            throw new InvalidTemplateException(
                    "{" + placeholder.word() + ":" + name + '}', "a name such as {header:X-Tenant}, {cookie:id}", null);
        }
        return new Part(
                placeholder, placeholder == Placeholder.HEADER ? name.toLowerCase(java.util.Locale.ROOT) : name);
    }

    /** In their order. */
    public List<Part> parts() {
        return parts;
    }

    /** It says the same each time. */
    public boolean isLiteral() {
        return from() == null;
    }

    /** From when on all of it is known; null = always. */
    public Moment from() {
        return parts.stream()
                .filter(part -> part.placeholder() != null)
                .map(part -> part.placeholder().from())
                .max(Moment::compareTo)
                .orElse(null);
    }

    /** The first placeholder that is not known at that moment; null when all are. */
    public Placeholder unknownAt(Moment moment) {
        return parts.stream()
                .map(Part::placeholder)
                .filter(placeholder -> placeholder != null && placeholder.from().compareTo(moment) > 0)
                .findFirst()
                .orElse(null);
    }

    /** Most that it can become, without what is escaped. */
    public int bytesMax() {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += placeholders[i] == null ? bytes[i].length : placeholders[i].bytesMax();
        }
        return sum;
    }

    /** Puts what it says now at the end of {@code out}. */
    public void write(Values values, TemplateOutput out) {
        for (int i = 0; i < bytes.length; i++) {
            if (placeholders[i] == null) {
                out.add(bytes[i]);
            } else {
                out.addValue(placeholders[i], bytes[i], values);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && parts.equals(template.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** As it would stand in a file. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part.placeholder() == null) {
                text.append(part.text().replace("{", "{{"));
            } else {
                text.append('{').append(part.placeholder().word());
                text.append(part.text() == null ? "" : ":" + part.text()).append('}');
            }
        }
        return text.toString();
    }
}
