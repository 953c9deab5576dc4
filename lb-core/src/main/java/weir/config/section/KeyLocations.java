package weir.config.section;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import weir.config.value.KeyPath;
import weir.config.value.Quoted;

/**
 * Where in a configuration a key may stand, for those who have written a good key in the wrong place. A path of this
 * class has {@code <name>} and {@code []} where a path of a file has a name of the user's and an index.
 */
public final class KeyLocations {
    private static final int SHOWN_MAX = 3;
    /** The keys of each section, by its path. */
    private static final Map<String, Set<String>> SECTIONS = sections();

    private KeyLocations() {}

    private static Map<String, Set<String>> sections() {
        final Map<String, Set<String>> sections = new LinkedHashMap<>();
        new RootSection()
                .walk(
                        "",
                        (path, key) -> sections.computeIfAbsent(KeyPath.parent(path), any -> new LinkedHashSet<>())
                                .add(key.name()));
        return sections;
    }

    /** There is such a key, or such a section. */
    public static boolean has(String path) {
        final String key = path.substring(path.lastIndexOf('.') + 1);
        return SECTIONS.containsKey(path)
                || SECTIONS.getOrDefault(KeyPath.parent(path), Set.of()).contains(key);
    }

    /** A section of a configuration with exactly these keys; other files have sections at the same paths. */
    static boolean isSection(String path, Set<String> keys) {
        return keys.equals(SECTIONS.get(path));
    }

    /**
     * The key of the section at {@code path}, of a file, by which one comes to {@code pattern}; null when that is not
     * in it.
     */
    public static String below(String path, String pattern) {
        final String here = KeyPath.pattern(path).isEmpty() ? "" : KeyPath.pattern(path) + '.';
        return pattern.startsWith(here) ? pattern.substring(here.length()).split("[.:\\[]", 2)[0] : null;
    }

    /**
     * {@code ; "pool" is a key of listeners.web: indent it less} when a section around this one has the key; or
     * nothing.
     */
    static String outer(String path, String key) {
        for (String outer = path; !outer.isEmpty(); ) {
            outer = KeyPath.parent(outer);
            if (SECTIONS.getOrDefault(KeyPath.pattern(outer), Set.of()).contains(key)) {
                return "; " + Quoted.text(key) + " is a key of " + (outer.isEmpty() ? "the file itself" : outer)
                        + ": indent it less";
            }
        }
        return "";
    }

    /** The same when a section within this one has the key; the next ones, if several have it. */
    static String inner(String path, String key) {
        final String here = KeyPath.pattern(path);
        final String locations = locations(path, key, section -> isWithin(section, here));
        return locations.isEmpty()
                ? ""
                : "; " + Quoted.text(key) + " is a key of " + locations + ": indent it more, below that";
    }

    /** The same when any section has the key. */
    static String elsewhere(String path, String key) {
        final String locations = locations(path, key, section -> true);
        return locations.isEmpty() ? "" : "; " + Quoted.text(key) + " is a key of " + locations;
    }

    private static String locations(String path, String key, Predicate<String> isThere) {
        final Set<String> found = SECTIONS.keySet().stream()
                .filter(section ->
                        isThere.test(section) && SECTIONS.get(section).contains(key))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        final long next = found.stream().mapToLong(KeyLocations::depth).min().orElse(0);
        return found.stream()
                .filter(section -> depth(section) == next)
                .limit(SHOWN_MAX)
                .map(section -> KeyPath.concrete(section, path))
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
}
