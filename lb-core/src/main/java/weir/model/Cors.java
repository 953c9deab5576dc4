package weir.model;

import java.util.List;
import java.util.Locale;
import weir.template.Template;

/**
 * Which scripts of other sites may read responses (Fetch §3.2). Immutable, any thread.
 *
 * @param origins whose they are: {@code https://app.example.com}, {@code https://*.example.com} for all below it, or
 *     {@code *} for any; none = browsers are told nothing
 * @param methods what they may send beside what HTML forms could
 * @param headers fields that they may send, or {@code *}
 * @param expose fields of responses that they may read, or {@code *}
 * @param credentials they may send cookies and the like; not beside {@code *}
 * @param maxAgeSeconds how long browsers may remember all this
 */
public record Cors(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> expose,
        boolean credentials,
        int maxAgeSeconds) {
    public static final String ANY = "*";

    /** Hosts in lower case; IPv6 addresses in brackets. */
    public static final Form ORIGIN = new Form(
            "(?=.{1,255}$)(\\*|[a-z][a-z0-9+.-]*://((\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?)",
            "https://app.example.com, https://*.example.com for all below it, or * for any; without a path");
    /** What stands for one in a request. */
    public static final int ORIGIN_BYTES_MAX = 512;

    public static final Range ORIGINS_RANGE = new Range("origins", 1, 256);
    public static final Range METHODS_RANGE = new Range("methods", 1, 64);
    public static final Range HEADERS_RANGE = new Range("headers", 0, 64);
    public static final Range EXPOSE_RANGE = new Range("expose", 0, 64);
    /** As it stands on the wire. */
    public static final int LIST_BYTES_MAX = 2048;

    public static final Range MAX_AGE_RANGE = new Range("max-age", 0, 86_400_000);
    public static final long MAX_AGE_MS = 600_000;
    /** What needs no permission (Fetch §3.2.4). */
    public static final List<String> METHODS = List.of("GET", "HEAD", "POST");

    /** Fixed parts of the lines. */
    private static final int LINES_BYTES = 256;
    /** What responses have to know of the request. */
    public static final Template ORIGIN_OF_REQUEST = Template.of("{header:origin}");

    /** Most that one adds to a response. */
    public static final int BYTES_MAX = LINES_BYTES + ORIGIN_BYTES_MAX + LIST_BYTES_MAX;
    /** Most that it adds to the answer to a preflight besides. */
    public static final int PREFLIGHT_BYTES_MAX = LINES_BYTES + 2 * LIST_BYTES_MAX;

    /** Nothing is said of it. */
    public static final Cors NONE = new Cors(List.of(), List.of(), List.of(), List.of(), false, 0);

    public Cors {
        origins = Given.list("cors.origins", origins);
        origins.forEach(origin -> Given.text("cors.origins", origin, ORIGIN));
        methods = names("cors.methods", methods, Match.METHOD);
        headers = names("cors.headers", headers, HeaderRule.NAME);
        expose = names("cors.expose", expose, HeaderRule.NAME);
        Given.check(
                !credentials || wild(origins, methods, headers, expose) == null,
                "cors.credentials",
                "beside *",
                "names in place of it");
        MAX_AGE_RANGE.check(maxAgeSeconds * 1_000L);
    }

    private static List<String> names(String what, List<String> names, Form form) {
        final List<String> copy = Given.list(what, names);
        copy.forEach(name -> {
            if (!name.equals(ANY)) {
                Given.text(what, name, form);
            }
        });
        Given.check(line(copy).length() <= LIST_BYTES_MAX, what, "a longer list", LIST_BYTES_MAX + " bytes at most");
        return copy;
    }

    /** As a field has it. */
    public static String line(List<String> names) {
        return String.join(", ", names);
    }

    /** Which of the keys says {@code *}; null = none. */
    public static String wild(List<String> origins, List<String> methods, List<String> headers, List<String> expose) {
        return origins.contains(ANY)
                ? "origins"
                : methods.contains(ANY)
                        ? "methods"
                        : headers.contains(ANY) ? "headers" : expose.contains(ANY) ? "expose" : null;
    }

    /** As browsers write it: in lower case, without the port that goes without saying. */
    public static String origin(String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("https://")
                ? lower.replaceFirst(":443$", "")
                : lower.startsWith("http://") ? lower.replaceFirst(":80$", "") : lower;
    }

    public boolean isNone() {
        return origins.isEmpty();
    }

    /** Whoever asks gets the same. */
    public boolean isForAny() {
        return origins.contains(ANY);
    }

    /** Most that it adds to a response. */
    public int bytesMax() {
        return isNone() ? 0 : LINES_BYTES + ORIGIN_BYTES_MAX + line(expose).length();
    }

    /** What is to be done where the level around says that. */
    public Cors within(Cors outer) {
        return isNone() ? outer : this;
    }
}
