package weir.model;

import java.util.List;
import java.util.Locale;

/**
 * Conditions on a request, all of which must hold. What is null or empty asks for nothing.
 *
 * @param host lower-case host name without port, or {@code *.example.com} for any name below
 * @param path an exact path ({@code /status}), or a prefix that ends in {@code *}: {@code /v1/*} is {@code /v1} and all
 *     below it, {@code /v1*} whatever begins so
 * @param pathRegex a regular expression of RE2 that the whole path must match
 * @param methods of which it has one
 * @param headers of which each holds; names in lower case
 * @param query parameters, of which each holds
 * @param cookies of which each holds
 * @param clients networks, of which one has the client
 */
public record Match(
        String host,
        String path,
        String pathRegex,
        List<String> methods,
        List<ValueMatch> headers,
        List<ValueMatch> query,
        List<ValueMatch> cookies,
        List<AddressRange> clients) {
    /** Of a host in any case. */
    public static final String NAME = "(?=.{1,255}$)(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";

    public static final String HOST = NAME + "|\\[[0-9A-Fa-f:.]{2,45}]";
    public static final Form PATH =
            new Form("/[!-~&&[^*?#]]*+\\*?", "a path that begins with /, or the beginning of one followed by *");
    /** Whether it is an expression, {@link PathPattern} says. */
    public static final Form PATH_REGEX =
            new Form("[ -~]{1,1024}", "a regular expression (RE2) of 1 to 1024 characters that the whole path matches");
    /** Methods differ by case; CONNECT is never routed. */
    public static final Form METHOD = new Form(
            "GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|PATCH"
                    + "|(?!(?i:get|head|post|put|delete|options|trace|patch|connect)$)[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}",
            "a method such as GET, in capital letters; not CONNECT");

    public static final Range METHODS_RANGE = new Range("methods", 1, 64);
    public static final Range VALUES_RANGE = new Range("conditions", 1, 64);
    public static final Range CLIENTS_RANGE = new Range("clients", 1, 10_000);

    /** Of every request. */
    public static final Match ANY = new Match(null, null, null, List.of(), List.of(), List.of(), List.of(), List.of());

    private static final Form HOST_FORM = new Form(
            "(?![^A-Z]*[A-Z])(" + HOST + ")", "a host name in lower case without port, or *.name for all below it");

    public Match {
        Given.textOrNone("route.host", host, HOST_FORM);
        Given.textOrNone("route.path", path, PATH);
        Given.textOrNone("route.path-regex", pathRegex, PATH_REGEX);
        if (pathRegex != null && PathPattern.problem(pathRegex) != null) {
            throw Given.refusal("route.path-regex", PathPattern.problem(pathRegex), PATH_REGEX.accepted());
        }
        methods = Given.list("route.methods", methods);
        methods.forEach(method -> Given.text("route.methods", method, METHOD));
        headers = Given.list("route.headers", headers);
        for (ValueMatch header : headers) {
            Given.text("route.headers", header.name(), ValueMatch.TOKEN);
            Given.check(
                    header.name().equals(header.name().toLowerCase(Locale.ROOT)),
                    "route.headers",
                    '"' + header.name() + '"',
                    "a name in lower case");
        }
        query = Given.list("route.query", query);
        cookies = Given.list("route.cookies", cookies);
        cookies.forEach(cookie -> Given.text("route.cookies", cookie.name(), ValueMatch.TOKEN));
        clients = Given.list("route.clients", clients);
    }

    public static Match of(String host, String path) {
        return new Match(host, path, null, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    public Match withPathRegex(String pathRegex) {
        return new Match(host, path, pathRegex, methods, headers, query, cookies, clients);
    }

    public Match withMethods(String... methods) {
        return new Match(host, path, pathRegex, List.of(methods), headers, query, cookies, clients);
    }

    public Match withHeaders(ValueMatch... headers) {
        return new Match(host, path, pathRegex, methods, List.of(headers), query, cookies, clients);
    }

    public Match withQuery(ValueMatch... query) {
        return new Match(host, path, pathRegex, methods, headers, List.of(query), cookies, clients);
    }

    public Match withCookies(ValueMatch... cookies) {
        return new Match(host, path, pathRegex, methods, headers, query, List.of(cookies), clients);
    }

    public Match withClients(AddressRange... clients) {
        return new Match(host, path, pathRegex, methods, headers, query, cookies, List.of(clients));
    }

    /** It asks for nothing. */
    public boolean isAny() {
        return equals(ANY);
    }

    /** It asks for nothing but a host, as a route without HTTP does. */
    boolean isByHostOnly() {
        return host != null && equals(of(host, null));
    }

    public boolean looksAtPath() {
        return path != null || pathRegex != null;
    }

    // --- what two of them have to do with each other

    /**
     * Whatever fulfils the other fulfils this. True only when that is certain: of two expressions it is only when they
     * are the same.
     */
    public boolean covers(Match other) {
        return coversHost(other.host)
                && coversPath(other)
                && (pathRegex == null || pathRegex.equals(other.pathRegex))
                && (methods.isEmpty() || !other.methods.isEmpty() && methods.containsAll(other.methods))
                && cover(headers, other.headers)
                && cover(query, other.query)
                && cover(cookies, other.cookies)
                && coversClients(other.clients);
    }

    private boolean coversHost(String other) {
        return host == null || host.equals(other) || other != null && isBelow(other, host);
    }

    /** {@code *.b.example} and {@code a.example} are below {@code *.example}. */
    private static boolean isBelow(String name, String suffix) {
        return suffix.startsWith("*") && name.endsWith(suffix.substring(1)) && name.length() >= suffix.length();
    }

    private boolean coversPath(Match other) {
        if (path == null || path.equals(other.path)) {
            return true;
        } else if (!isPrefix(path)
                || other.path == null
                || !other.path.regionMatches(0, path, 0, path.length() - 2)) { // of 10,000 routes nearly all pairs
            return false;
        }
        final String begin = path.substring(0, path.length() - 1);
        return shortest(other.path).startsWith(begin)
                || isFolder(path)
                        && shortest(other.path).equals(shortest(path))
                        && (isFolder(other.path) || !isPrefix(other.path));
    }

    private static boolean isPrefix(String path) {
        return path.endsWith("*");
    }

    /** {@code /v1/*}, which has {@code /v1} besides what begins with {@code /v1/}. */
    private static boolean isFolder(String path) {
        return path.endsWith("/*") && path.length() > 2;
    }

    /** The shortest path that it has; all others begin with it. */
    private static String shortest(String path) {
        return path.substring(0, path.length() - (isFolder(path) ? 2 : isPrefix(path) ? 1 : 0));
    }

    private static boolean cover(List<ValueMatch> these, List<ValueMatch> others) {
        return these.stream().allMatch(each -> others.stream().anyMatch(each::covers));
    }

    private boolean coversClients(List<AddressRange> others) {
        return clients.isEmpty()
                || !others.isEmpty()
                        && others.stream().allMatch(other -> clients.stream().anyMatch(each -> each.contains(other)));
    }

    /** Nothing fulfils both. True only when that is certain. */
    public boolean excludes(Match other) {
        return host != null && other.host != null && !coversHost(other.host) && !other.coversHost(host)
                || path != null && other.path != null && excludesPath(other.path)
                || !methods.isEmpty()
                        && !other.methods.isEmpty()
                        && methods.stream().noneMatch(other.methods::contains);
    }

    private boolean excludesPath(String other) {
        final boolean mayBegin = isPrefix(path) && shortest(other).startsWith(shortest(path));
        final boolean mayGoOn = isPrefix(other) && shortest(path).startsWith(shortest(other));
        return !mayBegin && !mayGoOn && !path.equals(other);
    }
}
