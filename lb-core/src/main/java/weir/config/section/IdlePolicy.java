package weir.config.section;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import weir.config.value.Located;
import weir.config.value.Location;
import weir.model.LimitKey;
import weir.model.ListenerMode;
import weir.model.Policy;
import weir.model.Rewrite;
import weir.model.Route;

/** What a listener and its routes say of requests, and would never do, is warned of: nobody would notice. */
final class IdlePolicy {
    private final ListenerMode mode;
    /** Requests come without the address of a client. */
    private final boolean isWithoutAddress;

    /** @param namesClients proxies say whose connections or requests these are */
    IdlePolicy(ListenerMode mode, SocketAddress bind, boolean namesClients) {
        this.mode = mode;
        isWithoutAddress = bind instanceof UnixDomainSocketAddress && !namesClients;
    }

    void warn(Location listener, Policy policy, List<Located<Route>> routes) {
        final boolean isForwarding = mode == ListenerMode.HTTP
                || mode == ListenerMode.HTTPS_REDIRECT && routes.stream().anyMatch(route -> leadsToPool(route.value()));
        warn(listener, policy, isForwarding ? null : "with mode: " + mode.word());
        for (Located<Route> route : routes) {
            final boolean isAnswered =
                    mode == ListenerMode.REDIRECT || mode == ListenerMode.ASK || !leadsToPool(route.value());
            final String why = leadsToPool(route.value()) ? "with mode: " + mode.word() : "of this route";
            warn(route.location(), route.value().policy(), isAnswered ? why : null);
        }
    }

    private static boolean leadsToPool(Route route) {
        return !route.action().pools().isEmpty();
    }

    /** @param notForwarded why requests go to no backend; null = they do */
    private void warn(Location at, Policy policy, String notForwarded) {
        if (notForwarded != null && !policy.requestHeaders().isEmpty()) {
            at.warn("no request " + notForwarded + " is passed on, so request-headers have no effect");
        }
        if (notForwarded != null && !policy.rewrite().equals(Rewrite.NONE)) {
            at.warn("no request " + notForwarded + " is passed on, so rewrite has no effect");
        }
        if (isWithoutAddress
                && policy.rateLimits().stream().anyMatch(limit -> limit.key().kind() == LimitKey.Kind.CLIENT)) {
            at.warn("clients of a Unix socket have no address, so a limit with the key client counts none of them;"
                    + " write trusted: [unix] if a proxy names them");
        }
    }
}
