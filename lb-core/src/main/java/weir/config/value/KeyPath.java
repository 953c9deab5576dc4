package weir.config.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a key: in a file, or as a pattern, which has {@code <name>} and {@code []} for names and indexes. */
public final class KeyPath {
    private static final Pattern NAMED = Pattern.compile("^(listeners|pools)\\.([^.\\[]+)");
    private static final Pattern INDEX = Pattern.compile("(\\w+)\\[([0-9]+)]");

    private KeyPath() {}

    /** Of the section that has the key; empty for the file itself. */
    public static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** Without the names and indexes of a file. */
    public static String pattern(String path) {
        return NAMED.matcher(INDEX.matcher(path).replaceAll("$1[]")).replaceFirst("$1.<name>");
    }

    /** With the names and indexes that {@code path}, of a file, has. */
    public static String concrete(String pattern, String path) {
        String concrete = pattern;
        final Matcher named = NAMED.matcher(path);
        if (named.find()) {
            concrete = concrete.replace(named.group(1) + ".<name>", named.group());
        }
        final Matcher index = INDEX.matcher(path);
        while (index.find()) {
            concrete = concrete.replace(index.group(1) + "[]", index.group());
        }
        return concrete;
    }
}
