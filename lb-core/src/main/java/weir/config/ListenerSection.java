package weir.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weir.model.AddressRange;
import weir.model.Forwarding;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Route;

/** {@code listeners.<name>}. */
final class ListenerSection extends SectionShape<Listener> {
    private static final int NO_POOL = -1;
    private static final String[] MODES = {"http"};

    private final Key<InetSocketAddress> bind = required("bind", new BindAddress());
    private final Key<String> mode = optional("mode", new Words<>(MODES, word -> word, "tcp", "redirect"), "http");
    private final Key<Integer> pool = optional("pool", new PoolReference());
    private final Key<List<Placed<Route>>> routes =
            optional("routes", new ListOf<>(new RouteSection(), Listener.ROUTES_RANGE), List.of());
    private final Key<ListenerTimeouts> timeouts =
            optional("timeouts", new ListenerTimeoutsSection(), ListenerTimeouts.DEFAULTS);
    private final Key<ListenerLimits> limits = optional("limits", new ListenerLimitsSection(), ListenerLimits.DEFAULTS);

    private final Key<Forwarding.Style> forwarded = optional(
            "forwarded", new Words<>(Forwarding.Style.values(), Forwarding.Style::word), Forwarding.DEFAULTS.style());
    private final Key<List<AddressRange>> trusted =
            optional(Forwarding.TRUSTED_RANGE.key(), new ListOf<>(new Cidr(), Forwarding.TRUSTED_RANGE), List.of());

    ListenerSection() {
        later("tls");
    }

    @Override
    Listener build(Section section) {
        final InetSocketAddress bind = section.get(this.bind);
        section.get(mode); // there is only one, so nothing depends on it yet
        final Integer pool = section.get(this.pool);
        final List<Route> routes = routes(section);
        final ListenerTimeouts timeouts = section.get(this.timeouts);
        final ListenerLimits limits = section.get(this.limits);
        final Forwarding forwarding = new Forwarding(section.get(forwarded), section.get(trusted));
        if (bind == null) {
            return null;
        }
        takeBind(bind, section.at(this.bind));
        return new Listener(
                section.place().name(), bind, pool == null ? NO_POOL : pool, routes, timeouts, limits, forwarding);
    }

    private List<Route> routes(Section section) {
        final List<Placed<Route>> placed = section.get(this.routes);
        if (!section.has(pool)
                && (!section.has(this.routes) || section.at(this.routes).isEmptyList())) {
            section.place().refuse("neither pool nor routes", "at least one of the two");
        }
        final Set<String> seen = new HashSet<>();
        final List<Route> routes = new ArrayList<>();
        for (Placed<Route> route : placed) {
            if (!seen.add(route.value().host() + ' ' + route.value().path())) {
                route.place().warn("an earlier route takes all requests of this one");
            }
            routes.add(route.value());
        }
        return routes;
    }

    /** Reports an address that another listener has. */
    static void takeBind(InetSocketAddress bind, Place place) {
        final String other = place.reading().takeBind(bind, place.path());
        if (other != null) {
            place.refuse(Quoted.text(place.text()) + ", which " + other + " has already", "an address of its own");
        }
    }
}
