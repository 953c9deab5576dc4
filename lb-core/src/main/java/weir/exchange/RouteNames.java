package weir.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weir.buf.Ascii;
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
        final List<Template> ofAll = Stream.concat(
                        Stream.of(listener.policy()), pools.stream().map(Pool::policy))
                .flatMap(policy -> policy.lateTemplates().stream())
                .distinct()
                .toList();
        final CapturedValues.Plan planOfAll = CapturedValues.Plan.of(ofAll);
        names[0] = Ascii.bytes(listener.name());
        plans[0] = planOfAll;
        final Map<List<Template>, CapturedValues.Plan> known = new HashMap<>();
        boolean isAsked = !ofAll.isEmpty() || listener.identity().requestIds() != null;
        for (int i = 1; i < count; i++) {
            final Route route = listener.routes().get(i - 1);
            names[i] = Ascii.bytes(route.name() != null ? route.name() : listener.name() + '[' + (i - 1) + ']');
            final List<Template> own = route.policy().lateTemplates();
            plans[i] = own.isEmpty()
                    ? planOfAll
                    : known.computeIfAbsent(own, each -> {
                        final List<Template> both = new ArrayList<>(each);
                        both.addAll(ofAll);
                        return CapturedValues.Plan.of(both);
                    });
            isAsked |= !own.isEmpty();
        }
        this.isAsked = isAsked;
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
