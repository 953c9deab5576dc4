package weir.app;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import weir.health.HealthMonitor;
import weir.health.Transition;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.EventKind;
import weir.model.Health;
import weir.model.Pool;
import weir.notify.Event;
import weir.notify.Notifier;
import weir.snapshot.BackendState;
import weir.time.Clock;

/**
 * Turns changes of backends into events for subscribers. Steps of a slow start and changes of weight
 * are none.
 *
 * <p>Thread: probe loop only.
 */
final class EventFeed implements HealthMonitor.Listener {
    private final Notifier notifier;
    private final Clock clock;
    /** By the pool's name: which of its backends take new requests. */
    private final Map<String, Usable> usable = new HashMap<>();

    EventFeed(Notifier notifier, Clock clock) {
        this.notifier = notifier;
        this.clock = clock;
    }

    /** Those that are there from the start begin as usable, like in the loops' views. */
    private static final class Usable {
        private final BitSet backends = new BitSet();
        private int count;

        Usable(Pool pool) {
            for (int i = 0; i < pool.backends().size(); i++) {
                backends.set(i, !pool.backends().get(i).isVacant());
            }
            count = backends.cardinality();
        }

        void set(int backend, boolean is) {
            backends.set(backend, is);
            count = backends.cardinality();
        }
    }

    @Override
    public void onState(Pool pool, BackendState before, BackendState now, String reason) {
        final Usable there = usable(pool);
        final int countBefore = there.count;
        there.set(now.backend(), now.takesNew() && now.weight() > 0);
        if (now.admin() != before.admin()) {
            tell(adminEvent(now.admin()), pool, now.backend(), reason, there.count);
        }
        if (isDown(now.health()) && !isDown(before.health())) {
            tell(EventKind.BACKEND_DOWN, pool, now.backend(), reason, there.count);
        } else if (now.health() == Health.UP && isDown(before.health())) {
            tell(EventKind.BACKEND_UP, pool, now.backend(), reason, there.count);
        }
        tellOfPool(pool, countBefore, there.count, reason);
    }

    private Usable usable(Pool pool) {
        return usable.computeIfAbsent(pool.name(), name -> new Usable(pool));
    }

    private void tellOfPool(Pool pool, int countBefore, int count, String reason) {
        if (countBefore > 0 && count == 0) {
            tell(EventKind.POOL_EMPTY, pool, reason, 0);
        } else if (countBefore == 0 && count > 0) {
            tell(EventKind.POOL_RECOVERED, pool, reason, count);
        }
    }

    @Override
    public void onAdded(Pool pool, int backend) {
        usable(pool).set(backend, false); // until its state is sent
    }

    @Override
    public void onRemoved(Pool pool, int backend) {
        final Usable there = usable(pool);
        final int countBefore = there.count;
        there.set(backend, false);
        tellOfPool(pool, countBefore, there.count, pool.backends().get(backend).id() + " was removed");
    }

    private static EventKind adminEvent(AdminState admin) {
        return switch (admin) {
            case READY -> EventKind.BACKEND_READY;
            case DRAIN -> EventKind.BACKEND_DRAIN;
            case MAINTENANCE -> EventKind.BACKEND_MAINTENANCE;
        };
    }

    private static boolean isDown(Health health) {
        return health == Health.DOWN || health == Health.EJECTED;
    }

    private void tell(EventKind kind, Pool pool, int index, String reason, int usableCount) {
        final Backend backend = pool.backends().get(index);
        accept(new Event(
                kind,
                now(),
                pool.name(),
                backend.id(),
                Url.authority(backend.address()),
                reason,
                usableCount,
                pool.backendCount()));
    }

    private void tell(EventKind kind, Pool pool, String reason, int usableCount) {
        accept(new Event(kind, now(), pool.name(), null, null, reason, usableCount, pool.backendCount()));
    }

    private void accept(Event event) {
        notifier.accept(event, clock.nowNs());
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.wallMs());
    }

    /** Events tell of states; see {@link #onState}. */
    @Override
    public void onTransition(Pool pool, int backend, Transition transition) {}

    /** In panic all backends are usable, which {@link #onState} is told. */
    @Override
    public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {}
}
