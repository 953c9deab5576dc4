package weir.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weir.limit.Buckets;
import weir.model.ClientNetworks;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.Policy;
import weir.model.PolicyMode;
import weir.model.Pool;
import weir.model.RateLimit;
import weir.model.Route;

/**
 * The rate limits of all listeners, routes and pools, and who may come in. Made once, and the same in each snapshot, as
 * is whatever stands in a configuration but the backends of pools. Immutable, any thread.
 */
public final class Limits {
    public static final Limits NONE = new Limits(List.of(), List.of());

    /** The same record is the same limit; an equal one that stands elsewhere is not. */
    private final Map<RateLimit, SharedLimit> shared = new IdentityHashMap<>();

    private final List<SharedLimit> all;
    private final Map<ClientNetworks, AccessList> access = new IdentityHashMap<>();

    private Limits(List<SharedLimit> all, List<AccessList> access) {
        access.forEach(list -> this.access.put(list.access(), list));
        this.all = List.copyOf(all);
        all.forEach(limit -> shared.put(limit.limit(), limit));
    }

    /** Memory that the tables of all limits have, from the start on. */
    public static long bytes(Configuration configuration) {
        final Stream<Policy> ofListeners = configuration.listeners().stream()
                .flatMap(listener -> Stream.concat(
                        Stream.of(listener.policy()), listener.routes().stream().map(Route::policy)));
        return Stream.concat(ofListeners, configuration.pools().stream().map(Pool::policy))
                .flatMap(policy -> policy.rateLimits().stream())
                .filter(limit -> limit.mode() != PolicyMode.OFF)
                .mapToLong(limit -> Buckets.bytes(limit.keys()))
                .sum();
    }

    static Limits of(Configuration configuration) {
        final List<SharedLimit> all = new ArrayList<>();
        final List<AccessList> access = new ArrayList<>();
        for (Listener listener : configuration.listeners()) {
            add(all, listener.name(), listener.policy(), configuration.loops());
            add(access, listener.name(), listener.policy());
            for (int i = 0; i < listener.routes().size(); i++) {
                final Policy route = listener.routes().get(i).policy();
                add(all, listener.name() + '[' + i + ']', route, configuration.loops());
                add(access, listener.name() + '[' + i + ']', route);
            }
        }
        for (Pool pool : configuration.pools()) {
            add(all, "pool:" + pool.name(), pool.policy(), configuration.loops());
        }
        return all.isEmpty() && access.isEmpty() ? NONE : new Limits(all, access);
    }

    private static void add(List<SharedLimit> all, String where, Policy policy, int loops) {
        for (RateLimit limit : policy.rateLimits()) {
            if (limit.mode() != PolicyMode.OFF) {
                all.add(new SharedLimit(where, limit, loops));
            }
        }
    }

    private static void add(List<AccessList> access, String where, Policy policy) {
        if (!policy.clients().isAll()) {
            access.add(new AccessList(where, policy.clients()));
        }
    }

    /** Null where everybody may come in. */
    public AccessList of(ClientNetworks of) {
        return access.get(of);
    }

    public Collection<AccessList> accessLists() {
        return access.values();
    }

    /** Those that are on, in that order. */
    public List<SharedLimit> of(Collection<RateLimit> limits) {
        return limits.stream().map(shared::get).filter(limit -> limit != null).toList();
    }

    public List<SharedLimit> all() {
        return all;
    }
}
