package weir.admin;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import weir.model.Admin;
import weir.model.Token;

/**
 * Decides which requests the admin API serves. Any thread.
 *
 * <p>A web page that an operator has open can make the browser send requests to this machine. So the name they are
 * addressed to must be one of ours, which a name that its owner has pointed here (DNS rebinding) is not; what changes
 * something must not come from another site; and its body must be JSON, which a page cannot send across sites without
 * asking first.
 */
final class RequestGuard {
    private static final String IPV4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";
    private static final String IPV6 = "\\[[0-9a-f:.]+]";
    private static final String BEARER = "bearer ";
    private static final Set<String> OWN_SITE = Set.of("", "same-origin", "none");

    private final Set<String> hosts = new HashSet<>();
    /** Null = no request needs one. */
    private final Token token;

    RequestGuard(Admin admin) {
        hosts.add("localhost");
        hosts.add(admin.bind().getHostString().toLowerCase(Locale.ROOT));
        hosts.addAll(admin.hosts());
        token = admin.token();
    }

    /**
     * Null when it may pass.
     *
     * @param isOpen needs no token
     */
    Response refusal(Request request, boolean isOpen) {
        if (!isOurs(request.host())) {
            return Problem.of(421, "the Host is none of this API's; admin.hosts lists further ones");
        }
        if (request.isUnsafe() && isCrossSite(request)) {
            return Problem.of(403, "a request from another site may not change anything");
        }
        if (!isOpen && token != null && !showsToken(request)) {
            return Problem.of(401, "a token is needed, as Authorization: Bearer TOKEN")
                    .with("WWW-Authenticate", "Bearer realm=\"weir\"");
        }
        if (request.isUnsafe() && request.hasBody() && !isJson(request.field("content-type"))) {
            return Problem.of(415, "the body must be of Content-Type application/json");
        }
        return null;
    }

    /** No browser sends an HTTP/1.0 request without Host, but simple checks do. */
    private boolean isOurs(String host) {
        final String name = host.replaceFirst(":[0-9]*$", "").replaceFirst("\\.$", "");
        return name.isEmpty() || name.matches(IPV4) || name.matches(IPV6) || hosts.contains(name);
    }

    private static boolean isCrossSite(Request request) {
        final String origin = request.field("origin");
        final boolean isOwnOrigin = origin.isEmpty() || origin.equalsIgnoreCase("http://" + request.host());
        return !isOwnOrigin
                || !OWN_SITE.contains(request.field("sec-fetch-site").toLowerCase(Locale.ROOT));
    }

    private boolean showsToken(Request request) {
        final String shown = request.field("authorization");
        return shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && token.matches(shown.substring(BEARER.length()).strip());
    }

    private static boolean isJson(String contentType) {
        return contentType.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/json");
    }
}
