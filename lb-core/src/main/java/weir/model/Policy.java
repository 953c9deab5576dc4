package weir.model;

import java.util.List;
import java.util.stream.Stream;
import weir.template.Template;

/**
 * What may be said on the level of a listener, of a route and of a pool alike. The levels add up: a request passes
 * listener, route and pool, and its response pool, route and listener. Immutable, any thread.
 *
 * @param requestHeaders for what goes to backends
 * @param responseHeaders for what goes to clients
 * @param rateLimits all of them must agree
 * @param rewrite of targets and hosts; a route's alone has one
 * @param errors what clients get as the bodies of errors; the level that is closest to the backend counts
 * @param access what browsers may do with responses
 * @param faults what goes wrong on purpose; a route's alone has any
 * @param clients who may come in; of a listener and of a route
 */
public record Policy(
        HeaderRules requestHeaders,
        HeaderRules responseHeaders,
        List<RateLimit> rateLimits,
        Rewrite rewrite,
        ErrorPages errors,
        Access access,
        Faults faults,
        ClientNetworks clients) {
    public static final Policy NONE = new Policy(
            HeaderRules.NONE,
            HeaderRules.NONE,
            List.of(),
            Rewrite.NONE,
            ErrorPages.NONE,
            Access.NONE,
            Faults.NONE,
            ClientNetworks.ALL);

    public Policy {
        Given.one("request-headers", requestHeaders);
        Given.one("response-headers", responseHeaders);
        rateLimits = Given.list("rate-limits", rateLimits);
        Given.one("rewrite", rewrite);
        Given.one("errors", errors);
        Given.one("access", access);
        Given.one("faults", faults);
        Given.one("clients", clients);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    public Policy withRequestHeaders(HeaderRules rules) {
        return new Policy(rules, responseHeaders, rateLimits, rewrite, errors, access, faults, clients);
    }

    public Policy withResponseHeaders(HeaderRules rules) {
        return new Policy(requestHeaders, rules, rateLimits, rewrite, errors, access, faults, clients);
    }

    public Policy withRateLimits(List<RateLimit> limits) {
        return new Policy(requestHeaders, responseHeaders, limits, rewrite, errors, access, faults, clients);
    }

    public Policy withRewrite(Rewrite rewrite) {
        return new Policy(requestHeaders, responseHeaders, rateLimits, rewrite, errors, access, faults, clients);
    }

    public Policy withErrors(ErrorPages pages) {
        return new Policy(requestHeaders, responseHeaders, rateLimits, rewrite, pages, access, faults, clients);
    }

    public Policy withAccess(Access access) {
        return new Policy(requestHeaders, responseHeaders, rateLimits, rewrite, errors, access, faults, clients);
    }

    public Policy withFaults(Faults faults) {
        return new Policy(requestHeaders, responseHeaders, rateLimits, rewrite, errors, access, faults, clients);
    }

    public Policy withClients(ClientNetworks of) {
        return new Policy(requestHeaders, responseHeaders, rateLimits, rewrite, errors, access, faults, of);
    }

    /** Those that are written when the request's head is gone, so that what they ask for of it has to be captured. */
    public List<Template> lateTemplates() {
        return Stream.of(
                        responseHeaders.rules().stream().map(HeaderRule::value),
                        errors.pages().stream().map(ErrorPage::template),
                        access.lateTemplates().stream())
                .flatMap(templates -> templates)
                .filter(value -> value != null && !value.isLiteral())
                .toList();
    }

    /** Most that it adds to a request. */
    public int requestBytesMax() {
        return requestHeaders.bytes() + rewrite.bytesMax();
    }

    /** Most that it adds to a response. */
    public int responseBytesMax() {
        return responseHeaders.bytes() + access.responseBytesMax();
    }
}
