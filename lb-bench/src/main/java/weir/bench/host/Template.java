package weir.bench.host;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration file from {@code lb-bench/peers} with {@code @WORDS@} to fill in. A line with {@code @EACH@} stands
 * for a thousand, of the numbers from 000 to 999. Any thread.
 */
public final class Template {
    private static final Pattern WORD = Pattern.compile("@([A-Z]+)@");
    private static final String EACH = "@EACH@";
    private static final int EACH_COUNT = 1_000;

    private Template() {}

    public static String read(String name) throws IOException {
        try (InputStream in = Template.class.getResourceAsStream("/peers/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("peers/" + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every word must have a value: a forgotten one would be measured as a strange peer. */
    public static String fill(String text, Map<String, String> values) {
        final String whole = text.contains(EACH) ? withEach(text) : text;
        return WORD.matcher(whole).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values)));
    }

    private static String withEach(String text) {
        final StringBuilder whole = new StringBuilder();
        for (String line : text.lines().toList()) {
            final boolean isComment = line.startsWith("#");
            for (int i = 0; i < (!isComment && line.contains(EACH) ? EACH_COUNT : 1); i++) {
                whole.append(line.replace(EACH, isComment ? "EACH" : String.format("%03d", i)))
                        .append('\n');
            }
        }
        return whole.toString();
    }

    private static String value(String word, Map<String, String> values) {
        final String value = values.get(word);
        if (value == null) {
            throw new IllegalArgumentException("@" + word + "@ has no value, known are " + values.keySet());
        }
        return value;
    }
}
