package weir.upstream;

import java.util.ArrayList;
import java.util.List;

/**
 * The unused upstream connections that are tied to one client, because a backend has authenticated the connection and
 * not the request: one of each pool at most. Nobody else ever gets them, and they are closed with the client's. They
 * count as kept ones of their backend, so it may have closed them meanwhile: that is found out when they are needed.
 * Made with the first one; most clients have none. Thread: owning loop only.
 */
public final class TiedConnections {
    private final List<UpstreamConnection> kept = new ArrayList<>(1);

    /**
     * Its exchange is over.
     *
     * @param of to which its backend belongs
     * @param mustRest as with {@link UpstreamPool#give}
     */
    public void add(UpstreamConnection connection, Upstreams of, boolean mustRest) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            final UpstreamConnection before = kept.get(i);
            if (!before.isIdle()) {
                kept.remove(i);
            } else if (of.has(before)) {
                kept.remove(i);
                before.closeTied(); // the client has come to another backend, where it has logged in since
            }
        }
        if (connection.keepForClient(mustRest)) {
            kept.add(connection);
        }
    }

    /** Where the next request to that pool goes; null = anywhere. */
    public UpstreamConnection in(Upstreams pool) {
        for (int i = 0; i < kept.size(); i++) {
            final UpstreamConnection connection = kept.get(i);
            if (connection.isIdle() && pool.has(connection)) {
                return connection;
            }
        }
        return null;
    }

    /** One that leads there, now in use; null = there is none. */
    public UpstreamConnection take(UpstreamPool to, UpstreamUser user) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i).isOf(to)) {
                return to.takeTied(kept.remove(i), user);
            }
        }
        return null;
    }

    /** The client is gone. */
    public void close() {
        kept.forEach(UpstreamConnection::closeTied);
        kept.clear();
    }
}
