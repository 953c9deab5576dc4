package weir.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;

final class SnapshotTest {
    private static Backend backend(int port, int connectionsMax) {
        return new Backend("b" + port, new InetSocketAddress("127.0.0.1", port), 1, connectionsMax);
    }

    private static Pool pool(String name) {
        return new Pool(
                name,
                Algorithm.ROUND_ROBIN,
                null,
                List.of(backend(1, Backend.UNLIMITED)),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
    }

    private static Snapshot snapshot() {
        final Listener web = new Listener(
                "web",
                new InetSocketAddress("127.0.0.1", 0),
                0,
                List.of(),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
        return Snapshot.of(new Configuration(1, 0, 0, List.of(web), List.of(pool("a"), pool("b"))), 1);
    }

    /** What counts is not made anew, and the others are the very same. */
    @Test
    void keepsAllButTheBackendsOfThePoolThatChanges() {
        final Snapshot before = snapshot();
        final Pool changed = before.pools().get(1).withBackends(List.of(backend(2, Backend.UNLIMITED)));
        final Snapshot after = before.withPool(1, changed);
        assertEquals(2, after.generation());
        assertSame(changed, after.pool(1).pool());
        assertSame(before.pool(1).loads(), after.pool(1).loads());
        assertSame(before.pool(1).results(), after.pool(1).results());
        assertSame(before.pool(1).permits(), after.pool(1).permits());
        assertSame(before.pool(0), after.pool(0));
        assertSame(before.listener(0), after.listener(0));
    }

    @Test
    void bringsPermitsWithTheFirstLimitedBackend() {
        final Snapshot before = snapshot();
        final Snapshot after = before.withPool(0, before.pools().get(0).withBackends(List.of(backend(3, 10))));
        assertTrue(after.pool(0).permits().isLimited());
        assertNotSame(before.pool(0).permits(), after.pool(0).permits());
    }
}
