package weir.model;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import weir.text.OneLine;

/**
 * What the records of this package ask of their components, beside {@link Range}. All that is wrong is an {@link
 * IllegalArgumentException} that names the component as the configuration file does, so that an embedder reads
 * what to mend. Any thread.
 */
final class Given {
    private static final int SHOWN_CHARS_MAX = 60;

    private Given() {}

    static <T> T one(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + ": null, must be given");
        }
        return value;
    }

    /** An immutable copy. */
    static <T> List<T> list(String what, Collection<T> values) {
        int index = 0;
        for (T value : one(what, values)) {
            if (value == null) {
                throw refusal(what + '[' + index + ']', null, "given");
            }
            index++;
        }
        return List.copyOf(values);
    }

    /** An immutable copy. */
    static <T> Set<T> set(String what, Collection<T> values) {
        return Set.copyOf(list(what, values));
    }

    static String text(String what, String value, Form form) {
        if (!form.matches(one(what, value))) {
            throw refusal(what, '"' + OneLine.cut(value, SHOWN_CHARS_MAX) + '"', form.accepted());
        }
        return value;
    }

    /** The same where null has a meaning. */
    static void textOrNone(String what, String value, Form form) {
        if (value != null) {
            text(what, value, form);
        }
    }

    static void check(boolean isFine, String what, Object found, String accepted) {
        if (!isFine) {
            throw refusal(what, found, accepted);
        }
    }

    /** To be thrown, by who composes words only when something is wrong. */
    static IllegalArgumentException refusal(String what, Object found, String accepted) {
        return new IllegalArgumentException(what + ": " + found + ", must be " + accepted);
    }
}
