package weir.config.section;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.Match;
import weir.model.Redirect;
import weir.model.Route;

/**
 * Whether those who follow a redirect come to the same route of the same listener again, and so on for ever. True only
 * when that is certain: what a client sends along the second time, such as a cookie that it got the first time, may
 * lead it elsewhere, and another server may be between it and Weir.
 */
final class RedirectLoop {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://(.*?)(?::([0-9]+))?");
    private static final Pattern PATH = Pattern.compile("[^?#{]*");
    private static final List<String> SAME = List.of("{path}", "{path_and_query}");

    private final Redirect redirect;
    private final Match from;

    private RedirectLoop(Redirect redirect, Match from) {
        this.redirect = redirect;
        this.from = from;
    }

    /**
     * @param earlier routes that stand before it
     * @param bind the listener's
     */
    static boolean isCertain(Route route, List<Route> earlier, SocketAddress bind, boolean hasTls) {
        if (!(route.action() instanceof Redirect redirect)) {
            return false;
        }
        final Match again = new RedirectLoop(redirect, route.match()).next(bind, hasTls);
        if (again == null || !route.match().covers(again)) {
            return false;
        }
        final boolean isSame = again.equals(route.match());
        return route.not().stream().allMatch(not -> isSame && dependsOnUrl(not) || not.excludes(again))
                && earlier.stream()
                        .allMatch(other -> isSame && dependsOnUrl(other.match())
                                || other.match().excludes(again));
    }

    /** Nothing that changes on the way. */
    private static boolean dependsOnUrl(Match match) {
        return match.headers().isEmpty()
                && match.cookies().isEmpty()
                && match.methods().isEmpty();
    }

    /** What is asked for then; null when it is not known, or somewhere else. */
    private Match next(SocketAddress bind, boolean hasTls) {
        final Matcher origin = ORIGIN.matcher(redirect.origin());
        if (origin.matches() && !isHere(origin, bind, hasTls)
                || !from.headers().isEmpty()
                || !from.cookies().isEmpty()) {
            return null;
        }
        final String name = origin.matches() ? origin.group(2).toLowerCase(Locale.ROOT) : "{host}";
        final boolean isBelow =
                name.endsWith(".{host}") && (from.host() == null || from.host().startsWith("*"));
        if (name.contains("{host}") && !name.equals("{host}") && !isBelow) {
            return null;
        }
        final String host = name.contains("{host}") ? from.host() : name;
        final List<String> methods = redirect.status() >= 307
                ? from.methods()
                : from.methods().stream()
                        .filter(method -> method.equals("GET") || method.equals("HEAD"))
                        .toList();
        if (methods.isEmpty() != from.methods().isEmpty()) {
            return null;
        }
        if (SAME.contains(redirect.place())
                && (from.query().isEmpty() || redirect.place().equals(SAME.get(1)))) {
            return new Match(
                    host, from.path(), from.pathRegex(), methods, List.of(), from.query(), List.of(), from.clients());
        }
        return !from.query().isEmpty() || from.pathRegex() != null
                ? null
                : new Match(host, path(), null, methods, List.of(), List.of(), List.of(), from.clients());
    }

    private static boolean isHere(Matcher origin, SocketAddress bind, boolean hasTls) {
        final boolean isHttps = origin.group(1).equals("https");
        final String port = origin.group(3) != null ? origin.group(3) : isHttps ? "443" : "80";
        return isHttps == hasTls
                && bind instanceof InetSocketAddress internet
                && port.equals(Integer.toString(internet.getPort()));
    }

    /** As far as it is literal; null when it is not known at all. */
    private String path() {
        final String place = redirect.place();
        if (SAME.stream().anyMatch(place::startsWith)) {
            return from.path();
        }
        final Matcher path = PATH.matcher(place);
        path.lookingAt();
        final String literal = path.group().isEmpty() ? "/" : path.group();
        final String all = path.end() < place.length() && place.charAt(path.end()) == '{' ? literal + '*' : literal;
        return Match.PATH.matches(all) ? all : null;
    }
}
