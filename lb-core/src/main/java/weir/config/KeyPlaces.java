package weir.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where in a configuration a key may stand, for those who have written a good key in the wrong place. A path of this
 * class has {@code <name>} and {@code []} where a path of a file has a name of the user's and an index.
 */
final class KeyPlaces {
    private static final int SHOWN_MAX = 3;
    private static final Pattern NAMED = Pattern.compile("^(listeners|pools)\\.([^.\\[]+)");
    private static final Pattern INDEX = Pattern.compile("(\\w+)\\[([0-9]+)]");
    /** The keys of each section, by its path. */
    private static final Map<String, Set<String>> SECTIONS = sections();

    private KeyPlaces() {}

    private static Map<String, Set<String>> sections() {
        final Map<String, Set<String>> sections = new LinkedHashMap<>();
        new RootSection()
                .walk(
                        "",
                        (path, key) -> sections.computeIfAbsent(parent(path), any -> new LinkedHashSet<>())
                                .add(key.name()));
        return sections;
    }

    /** There is such a key, or such a section. */
    static boolean has(String path) {
        final String key = path.substring(path.lastIndexOf('.') + 1);
        return SECTIONS.containsKey(path)
                || SECTIONS.getOrDefault(parent(path), Set.of()).contains(key);
    }

    /** A section of a configuration with exactly these keys; other files have sections at the same paths. */
    static boolean isSection(String path, Set<String> keys) {
        return keys.equals(SECTIONS.get(path));
    }

    /** Without the names and indexes of a file. */
    static String pattern(String path) {
        return NAMED.matcher(INDEX.matcher(path).replaceAll("$1[]")).replaceFirst("$1.<name>");
    }

    /** With the names and indexes that {@code path}, of a file, has. */
    static String concrete(String pattern, String path) {
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

    /**
     * The key of the section at {@code path}, of a file, by which one comes to {@code pattern}; null when that is not
     * in it.
     */
    static String below(String path, String pattern) {
        final String here = pattern(path).isEmpty() ? "" : pattern(path) + '.';
        return pattern.startsWith(here) ? pattern.substring(here.length()).split("[.:\\[]", 2)[0] : null;
    }

    /**
     * {@code ; "pool" is a key of listeners.web: indent it less} when a section around this one has the key; or
     * nothing.
     */
    static String outer(String path, String key) {
        for (String outer = path; !outer.isEmpty(); ) {
            outer = parent(outer);
            if (SECTIONS.getOrDefault(pattern(outer), Set.of()).contains(key)) {
                return "; " + Quoted.text(key) + " is a key of " + (outer.isEmpty() ? "the file itself" : outer)
                        + ": indent it less";
            }
        }
        return "";
    }

    /** The same when a section within this one has the key; the next ones, if several have it. */
    static String inner(String path, String key) {
        final String here = pattern(path);
        final String places = places(path, key, section -> isWithin(section, here));
        return places.isEmpty()
                ? ""
                : "; " + Quoted.text(key) + " is a key of " + places + ": indent it more, below that";
    }

    /** The same when any section has the key. */
    static String elsewhere(String path, String key) {
        final String places = places(path, key, section -> true);
        return places.isEmpty() ? "" : "; " + Quoted.text(key) + " is a key of " + places;
    }

    private static String places(String path, String key, Predicate<String> isThere) {
        final Set<String> found = SECTIONS.keySet().stream()
                .filter(section ->
                        isThere.test(section) && SECTIONS.get(section).contains(key))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        final long next = found.stream().mapToLong(KeyPlaces::depth).min().orElse(0);
        return found.stream()
                .filter(section -> depth(section) == next)
                .limit(SHOWN_MAX)
                .map(section -> concrete(section, path))
                .collect(Collectors.joining(" or "));
    }

    private static boolean isWithin(String section, String here) {
        return section.length() > here.length()
                && section.startsWith(here)
                && (here.isEmpty() || section.charAt(here.length()) == '.');
    }

    private static long depth(String section) {
        return section.chars().filter(c -> c == '.').count();
    }

    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
