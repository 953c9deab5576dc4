package weir.proxy;

import java.util.ArrayList;
import java.util.List;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * The unused upstream connections that are tied to one client, because a backend has authenticated the connection and not the request. Nobody else ever gets
 * them, and they are closed with the client's. Made with the first one; most clients have none. Thread: owning loop only.
 */
public final class TiedConnections {
    private final Counters counters;
    /** Some may be closed: that is found out when they are needed. One per pool as a rule. */
    private final List<UpstreamConnection> kept = new ArrayList<>(1);

    public TiedConnections(Counters counters) {
        this.counters = counters;
    }

    /** Its exchange is over. */
    public void add(UpstreamConnection connection) {
        kept.removeIf(before -> !before.isIdle());
        if (connection.keepForClient()) {
            kept.add(connection);
        }
    }

    /** The backend of that pool to which one leads; -1 = there is none. */
    public int backendIn(PoolView pool) {
        for (UpstreamConnection connection : kept) {
            if (connection.isIdle() && connection.isOf(pool.upstream(connection.backend()))) {
                return connection.backend();
            }
        }
        return -1;
    }

    /** One that leads there, now in use; null = there is none. */
    public UpstreamConnection take(UpstreamPool to, UpstreamUser user) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            final UpstreamConnection connection = kept.get(i);
            if (connection.isOf(to) && connection.isIdle()) {
                kept.remove(i);
                if (connection.isClean()) {
                    counters.add(Counter.UPSTREAM_REUSES);
                    connection.use(user);
                    return connection;
                }
                connection.close();
            }
        }
        return null;
    }

    /** The client is gone. */
    public void close() {
        kept.forEach(UpstreamConnection::close);
        kept.clear();
    }
}
