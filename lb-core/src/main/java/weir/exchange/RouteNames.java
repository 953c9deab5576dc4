package weir.exchange;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import weir.buf.Ascii;
import weir.model.Fallback;
import weir.model.Listener;
import weir.model.Pool;
import weir.model.Route;
import weir.template.Template;

/**
 * What templates need of a listener's routes: how each is called, and what has to be captured for it. One per listener
 * and loop. Immutable.
 */
final class RouteNames {
    /** By the index of the route, behind the listener's own for requests without one. */
    private final byte[][] names;
    /** Likewise; null where nothing is captured. */
    private final CapturedValues.Plan[] plans;

    private final boolean isAsked;

    RouteNames(Listener listener, List<Pool> pools) {
        final int count = 1 + listener.routes().size();
        names = new byte[count][];
        plans = new CapturedValues.Plan[count];
        final Map<List<Template>, CapturedValues.Plan> known = new HashMap<>();
        boolean isAsked = listener.identity().requestIds() != null;
        for (int i = 0; i < count; i++) {
            final Route route = i == 0 ? null : listener.routes().get(i - 1);
            names[i] = Ascii.bytes(name(listener, route, i - 1));
            final List<Template> templates = templates(listener, route, pools);
            plans[i] = known.computeIfAbsent(templates, CapturedValues.Plan::of);
            isAsked |= !templates.isEmpty();
        }
        this.isAsked = isAsked;
    }

    private static String name(Listener listener, Route route, int index) {
        if (route == null) {
            return listener.name();
        }
        return route.name() != null ? route.name() : listener.name() + '[' + index + ']';
    }

    /**
     * Of the route, the listener and each pool that its requests may come to.
     *
     * @param route null = none
     */
    private static List<Template> templates(Listener listener, Route route, List<Pool> pools) {
        final List<Integer> first =
                route == null ? List.of(listener.defaultPool()) : route.action().pools();
        return Stream.of(
                        Stream.ofNullable(route).map(Route::policy),
                        Stream.of(listener.policy()),
                        reachable(first, pools).stream().map(pools::get).map(Pool::policy))
                .flatMap(policies -> policies)
                .flatMap(policy -> policy.lateTemplates().stream())
                .distinct()
                .toList();
    }

    /** Indexes of those, and of whatever stands in for one of them. */
    private static Set<Integer> reachable(List<Integer> first, List<Pool> pools) {
        final Set<Integer> reached = new LinkedHashSet<>();
        for (int index : first) {
            int pool = index;
            while (pool >= 0 && reached.add(pool)) {
                final Fallback fallback = pools.get(pool).fallback();
                pool = fallback == null ? Fallback.NO_POOL : fallback.pool();
            }
        }
        return reached;
    }

    /** Templates may be written for which an exchange has to take notes. */
    boolean isAsked() {
        return isAsked;
    }

    byte[] name(int route) {
        return names[1 + route];
    }

    /** What has to be captured of requests with that route; null = nothing. */
    CapturedValues.Plan plan(int route) {
        return plans[1 + route];
    }
}
