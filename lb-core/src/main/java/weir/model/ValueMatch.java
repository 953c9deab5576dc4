package weir.model;

/**
 * What a header field, a query parameter or a cookie must be like. The file writes it in one text: {@code "*"} is
 * there, {@code "!"} is not there, {@code "a*"} begins with a, anything else is the value itself.
 *
 * @param name of a header field in lower case; parameters and cookies differ by case
 * @param value that of {@link Kind#EQUAL}, the beginning of it with {@link Kind#PREFIX}, else empty
 */
public record ValueMatch(String name, Kind kind, String value) {
    /** How the value is compared. */
    public enum Kind {
        PRESENT,
        ABSENT,
        EQUAL,
        PREFIX
    }

    public static final int CHARS_MAX = 1_024;
    public static final Form TEXT = new Form(
            "[^\\p{Cntrl}]{0," + CHARS_MAX + "}",
            "a value, the beginning of one followed by *, or \"*\" for there and \"!\" for not there");
    public static final Form NAME = new Form("[^\\p{Cntrl}]{1," + CHARS_MAX + "}", "a name");
    /** Of a header field or a cookie (RFC 9110 §5.6.2). */
    public static final Form TOKEN = new Form("[!#$%&'*+.^_`|~0-9A-Za-z-]{1," + CHARS_MAX + "}", "a name");

    public ValueMatch {
        Given.text("name", name, NAME);
        Given.one("kind", kind);
        Given.text("value", value, TEXT);
        Given.check(
                value.isEmpty() || kind == Kind.EQUAL || kind == Kind.PREFIX, "value", "one beside " + kind, "none");
    }

    /** @param text as the file has it */
    public static ValueMatch of(String name, String text) {
        if (text.equals("*")) {
            return new ValueMatch(name, Kind.PRESENT, "");
        } else if (text.equals("!")) {
            return new ValueMatch(name, Kind.ABSENT, "");
        } else if (text.endsWith("*")) {
            return new ValueMatch(name, Kind.PREFIX, text.substring(0, text.length() - 1));
        }
        return new ValueMatch(name, Kind.EQUAL, text);
    }

    /** What fulfils the other fulfils this. */
    boolean covers(ValueMatch other) {
        return name.equals(other.name)
                && switch (kind) {
                    case PRESENT -> other.kind != Kind.ABSENT;
                    case ABSENT -> other.kind == Kind.ABSENT;
                    case EQUAL -> equals(other);
                    case PREFIX ->
                        (other.kind == Kind.EQUAL || other.kind == Kind.PREFIX) && other.value.startsWith(value);
                };
    }

    /** As the file has it. */
    @Override
    public String toString() {
        return switch (kind) {
            case PRESENT -> "*";
            case ABSENT -> "!";
            case EQUAL -> value;
            case PREFIX -> value + '*';
        };
    }
}
