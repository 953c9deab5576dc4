package weir.model;

import java.util.regex.Pattern;

/**
 * What a text must look like. Immutable, any thread.
 *
 * @param accepted what the pattern means, for people
 */
public record Form(Pattern pattern, String accepted) {
    public Form(String pattern, String accepted) {
        this(Pattern.compile(pattern), accepted);
    }

    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
