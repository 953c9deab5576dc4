package weir.proxy;

import weir.balance.BackendSet;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.buf.Ascii;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.BackendHealth;
import weir.snapshot.Outcome;
import weir.stats.Counter;
import weir.stats.OutcomeRing;

/**
 * One pool as one loop sees it: which backends are usable now, the loop's own picker, and its connections. Thread: owning loop only.
 */
public final class PoolView {
    private final EventLoop loop;
    private final int index;
    private final Pool pool;
    private final BackendSet backends;
    private final Picker picker;
    private final UpstreamPool[] upstreams;
    private final long[] healthGenerations;
    private final OutcomeRing outcomes;
    private final Runnable onOutcome;
    private final byte[] hostLine;
    private final byte[] nameBytes;

    PoolView(EventLoop loop, int index, Pool pool, int start, OutcomeRing outcomes, Runnable onOutcome) {
        this.loop = loop;
        this.index = index;
        this.pool = pool;
        this.outcomes = outcomes;
        this.onOutcome = onOutcome;
        final int count = pool.backends().size();
        backends = new BackendSet(count);
        picker = pool.algorithm().picker(backends, start);
        healthGenerations = new long[count];
        upstreams = new UpstreamPool[count];
        for (int i = 0; i < count; i++) {
            upstreams[i] = new UpstreamPool(loop, i, pool.backends().get(i), pool.timeouts(), pool.keepAlive());
        }
        hostLine = pool.host() == null ? null : Ascii.bytes("Host: " + pool.host() + "\r\n");
        nameBytes = Ascii.bytes(pool.name());
    }

    /** Index of a backend, or {@link Picker#NONE}. */
    public int pick(PickContext context) {
        return picker.pick(context);
    }

    public UpstreamPool upstream(int backend) {
        return upstreams[backend];
    }

    public Pool pool() {
        return pool;
    }

    /** Complete Host line for the backends, or null when the client's is passed on. */
    public byte[] hostLine() {
        return hostLine;
    }

    /** For the access log. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public boolean hasUsableBackend() {
        return backends.usableCount() > 0;
    }

    /** Tells the probe loop that a connection could not be established. Off the steady path. */
    public void tellConnectFailed(int backend) {
        loop.counters().add(Counter.UPSTREAM_CONNECT_FAILURES);
        if (!outcomes.offer(Outcome.pack(Outcome.CONNECT_FAILED, index, backend))) {
            loop.counters().add(Counter.QUEUE_OVERFLOWS);
        }
        onOutcome.run();
    }

    void apply(BackendHealth health) {
        if (health.generation() > healthGenerations[health.backend()]) {
            healthGenerations[health.backend()] = health.generation();
            backends.setUsable(health.backend(), health.isUp());
            if (!health.isUp()) {
                upstreams[health.backend()].closeIdle();
            }
        }
    }

    void closeIdle() {
        for (UpstreamPool upstream : upstreams) {
            upstream.closeIdle();
        }
    }
}
