package weir.filter;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import weir.model.Listener;
import weir.model.Policy;
import weir.snapshot.Limits;

/**
 * What the {@link Filters} of all listeners of a loop have in common: filters that are the same for each, and rows, of
 * which there is one of each content. So L listeners, R routes and P pools cost L x P + R references, and not as many
 * rows with their filters; nor is there anything of which there are R x P.
 *
 * <p>Filters are the same when they are {@code equal}; one that does not say what that means is the same as itself
 * only, and a row with it is shared by who has that very filter. Used when listeners are made. Thread: owning loop
 * only; one per loop.
 */
public final class SharedRows {
    private final DateLine dateLine;
    private final DateField date;
    /** Null when no listener reserves a name. */
    private final ReservedFields reserved;

    private final RandomIds ids = new RandomIds(new SecureRandom());

    private final Map<List<RequestFilter>, RequestFilter[]> requestRows = new HashMap<>();
    private final Map<List<ResponseFilter>, ResponseFilter[]> responseRows = new HashMap<>();
    private final Map<PoolRows, PoolRows> poolRows = new HashMap<>();
    private final Map<RouteRows, RouteRows> routeRows = new HashMap<>();

    private final Limits limits;
    private final int loop;

    /**
     * @param listeners all of them, as backends may be behind several
     * @param limits those of their policies, and of pools
     * @param loop its number
     */
    public SharedRows(List<Listener> listeners, DateLine dateLine, Limits limits, int loop) {
        this.dateLine = dateLine;
        this.limits = limits;
        this.loop = loop;
        date = new DateField(dateLine);
        reserved = ReservedFields.of(listeners);
    }

    /** Where nothing is limited. */
    public SharedRows(List<Listener> listeners, DateLine dateLine) {
        this(listeners, dateLine, Limits.NONE, 0);
    }

    /** Null where none is on. */
    RateLimitFilter rateLimits(Policy... levels) {
        return RateLimitFilter.of(
                limits.of(Stream.of(levels)
                        .flatMap(level -> level.rateLimits().stream())
                        .toList()),
                loop);
    }

    /** Null where everybody may. */
    AccessFilter access(Policy of) {
        return AccessFilter.of(limits.of(of.clients()));
    }

    DateLine dateLine() {
        return dateLine;
    }

    RandomIds ids() {
        return ids;
    }

    DateField date() {
        return date;
    }

    /** Null when no listener reserves a name. */
    ReservedFields reserved() {
        return reserved;
    }

    /** @param filters null = it is not used, and so not in the row */
    RequestFilter[] requests(RequestFilter... filters) {
        return row(requestRows, RequestFilter[]::new, filters);
    }

    /** As above. */
    ResponseFilter[] responses(ResponseFilter... filters) {
        return row(responseRows, ResponseFilter[]::new, filters);
    }

    PoolRows pool(PoolRows rows) {
        return poolRows.computeIfAbsent(rows, Function.identity());
    }

    RouteRows route(RouteRows rows) {
        return routeRows.computeIfAbsent(rows, Function.identity());
    }

    private static <F> F[] row(Map<List<F>, F[]> known, IntFunction<F[]> array, F[] filters) {
        return known.computeIfAbsent(Stream.of(filters).filter(Objects::nonNull).toList(), row -> row.toArray(array));
    }
}
