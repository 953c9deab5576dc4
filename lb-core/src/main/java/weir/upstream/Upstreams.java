package weir.upstream;

import weir.model.Backend;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.net.Transport;
import weir.snapshot.Destination;
import weir.snapshot.ResolvedHosts;
import weir.tls.SecuredPools;

/**
 * The connections of one loop to the backends of one pool. Which of them may be used is for the pool to say; this
 * follows its changes. Thread: owning loop only.
 */
public final class Upstreams {
    private final EventLoop loop;
    private final int index;
    private final SecuredPools secured;
    private final ResolvedHosts hosts;
    /** By backend; null where none was ever. */
    private final UpstreamPool[] upstreams;

    private Pool pool;

    /**
     * @param index of the pool
     * @param secured which backends are spoken to with TLS
     */
    public Upstreams(EventLoop loop, int index, Pool pool, SecuredPools secured, ResolvedHosts hosts) {
        this.loop = loop;
        this.index = index;
        this.pool = pool;
        this.secured = secured;
        this.hosts = hosts;
        upstreams = new UpstreamPool[pool.room()];
        for (int i = 0; i < pool.backends().size(); i++) {
            open(i);
        }
    }

    /** Begins anew with the backend of that index. */
    private void open(int backend) {
        upstreams[backend] = new UpstreamPool(
                loop,
                backend,
                pool.backends().get(backend),
                Destination.of(pool.backends().get(backend).address(), hosts),
                pool.timeouts(),
                pool.keepAlive(),
                pool.sendProxy(),
                secured.peer(index, pool.backends().get(backend)));
    }

    public UpstreamPool to(int backend) {
        return upstreams[backend];
    }

    /** It leads to one of these backends. */
    boolean has(UpstreamConnection connection) {
        final int backend = connection.backend();
        return backend < upstreams.length && connection.isOf(upstreams[backend]);
    }

    /**
     * The pool has got other backends, or lost some; kept ones are the same objects at the same indexes. Connections to
     * one that was removed are closed, those in use after their exchange.
     */
    public void apply(Pool changed) {
        final Pool before = pool;
        pool = changed;
        for (int i = 0; i < changed.backends().size(); i++) {
            final Backend was = before.backendAt(i);
            final Backend is = changed.backends().get(i);
            if (is != was) {
                if (!was.isVacant()) {
                    upstreams[i].retire();
                }
                if (!is.isVacant()) {
                    open(i);
                }
            }
        }
    }

    /** The client is gone: connections to backends that only it could have used are closed. */
    public void closeIdleOf(Transport client) {
        for (int i = 0; pool.sendProxy() != null && i < upstreams.length; i++) {
            if (upstreams[i] != null) {
                upstreams[i].closeIdleOf(client);
            }
        }
    }

    /** False when there is none. */
    public boolean closeOldestIdle() {
        for (UpstreamPool upstream : upstreams) {
            if (upstream != null && upstream.closeOldestIdle()) {
                return true;
            }
        }
        return false;
    }

    /** Requests do not go to that backend any more. */
    public void closeIdle(int backend) {
        upstreams[backend].closeIdle();
    }
}
