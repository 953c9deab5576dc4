package weir.model;

import java.util.Locale;
import weir.template.Part;
import weir.template.Template;

/**
 * One change of a head's fields.
 *
 * @param name as it is written where a line is added; names are alike in any case
 * @param value null = the rule adds no line
 */
public record HeaderRule(Kind kind, String name, Template value) {
    /** In the order in which the rules of one level work. */
    public enum Kind {
        /** Takes out all lines of that name. */
        REMOVE,
        /** Puts one line in place of all that have the name. */
        SET,
        /** Adds a line, whatever is there. */
        ADD,
        /** Adds a line where none of that name is there. */
        DEFAULT;

        /** In the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Form NAME = new Form("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}", "a field name");
    /** With its placeholders. */
    public static final Form VALUE =
            new Form("[!-~](?:[\\t -~]{0,2046}[!-~])?", "1 to 2048 visible ASCII characters, with spaces between them");

    public HeaderRule {
        Given.one("headers", kind);
        Given.text("headers", name, NAME);
        Given.check((kind == Kind.REMOVE) == (value == null), "headers." + name, value, "a value where one is added");
        Given.check(
                value == null || value.parts().stream().allMatch(HeaderRule::isVisible),
                "headers." + name,
                value,
                VALUE.accepted());
    }

    private static boolean isVisible(Part part) {
        return part.placeholder() != null || part.text().chars().allMatch(c -> c >= ' ' && c <= '~' || c == '\t');
    }

    public String lowerCaseName() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Most that it adds to a head. */
    public int bytesMax() {
        return value == null ? 0 : name.length() + ": ".length() + value.bytesMax() + "\r\n".length();
    }
}
