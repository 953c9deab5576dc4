package weir.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import weir.model.Listener;
import weir.model.Pool;
import weir.snapshot.BackendState;

/**
 * Whether Weir should be sent requests: it is not stopping, and each pool that a listener leads to has a backend that
 * takes them. Any thread.
 */
final class Readiness {
    private final RuntimeView runtime;

    Readiness(RuntimeView runtime) {
        this.runtime = runtime;
    }

    /** Empty when it is ready. */
    List<String> obstacles() {
        final List<String> obstacles = new ArrayList<>();
        if (runtime.isStopping()) {
            obstacles.add("stopping");
        }
        final long without =
                poolsInUse().stream().filter(index -> usableCount(index) == 0).count();
        if (without > 0) {
            obstacles.add("pools without a usable backend: " + without); // no names, as no token is asked for
        }
        return obstacles;
    }

    private Set<Integer> poolsInUse() {
        final Set<Integer> indexes = new TreeSet<>();
        for (Listener listener : runtime.snapshot().listeners()) {
            if (listener.defaultPool() >= 0) {
                indexes.add(listener.defaultPool());
            }
            listener.routes().forEach(route -> indexes.addAll(route.action().pools()));
        }
        return indexes;
    }

    /** Backends that get new requests. */
    int usableCount(int index) {
        final Pool pool = runtime.snapshot().pools().get(index);
        return (int) IntStream.range(0, pool.backends().size())
                .filter(backend -> !pool.backends().get(backend).isVacant() && isUsable(runtime.state(index, backend)))
                .count();
    }

    static boolean isUsable(BackendState state) {
        return state.takesNew() && state.weight() > 0;
    }
}
