package weir.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import weir.balance.BackendSet;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;
import weir.buf.Ascii;
import weir.buf.Hash64;
import weir.model.Backend;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.route.HashKey;
import weir.snapshot.BackendState;
import weir.stats.OutcomeRing;
import weir.stats.Results;

/**
 * One pool as one loop sees it: which backends are usable now, the loop's own picker, and its connections. Thread: owning loop only.
 */
public final class PoolView {
    private final EventLoop loop;
    private final Pool pool;
    private final BackendSet backends;
    private final Picker picker;
    private final boolean wantsFeedback;
    private final HashKey key;
    private final StickyPool sticky;
    private final UpstreamPool[] upstreams;
    private final long[] stateGenerations;
    /** Null when nobody wants to know. */
    private final Experience experience;

    private final byte[] hostLine;
    private final byte[] nameBytes;

    /** @param number of the loop, which is also its row in {@code loads} and where its picker starts */
    PoolView(
            EventLoop loop,
            int index,
            Pool pool,
            int number,
            Loads loads,
            Results.Row results,
            OutcomeRing outcomes,
            Runnable onOutcome) {
        this.loop = loop;
        this.pool = pool;
        experience = pool.health().type() == HealthCheck.Type.NONE
                ? null
                : new Experience(loop, index, pool.health().passive().failures(), results, outcomes, onOutcome);
        final int count = pool.backends().size();
        backends = backendSet(pool.backends());
        if (pool.health().type() != HealthCheck.Type.NONE && pool.health().initial() != Health.UP) {
            for (int i = 0; i < count; i++) {
                backends.setUsable(i, false); // until the probe loop says otherwise
            }
        }
        final long seed = loop.nowNs() ^ (long) number << 48 ^ (long) index << 32;
        final PickerParts parts = new PickerParts(
                backends,
                number,
                loads,
                loads.row(number),
                loop::nowNs,
                seed,
                pool.balance().boundedLoad());
        picker = pool.algorithm().picker(parts);
        wantsFeedback = picker.wantsFeedback();
        key = pool.balance().key() == null ? null : new HashKey(pool.balance().key());
        sticky = pool.sticky() == null ? null : new StickyPool(pool, picker, parts);
        stateGenerations = new long[count];
        upstreams = new UpstreamPool[count];
        for (int i = 0; i < count; i++) {
            upstreams[i] = new UpstreamPool(loop, i, pool.backends().get(i), pool.timeouts(), pool.keepAlive());
        }
        hostLine = pool.host() == null ? null : Ascii.bytes("Host: " + pool.host() + "\r\n");
        nameBytes = Ascii.bytes(pool.name());
    }

    private static BackendSet backendSet(List<Backend> backends) {
        return new BackendSet(
                backends.stream().mapToDouble(Backend::weight).toArray(),
                backends.stream()
                        .mapToLong(backend -> Hash64.of(backend.id().getBytes(StandardCharsets.UTF_8)))
                        .toArray(),
                backends.stream().mapToInt(Backend::connectionsMax).toArray());
    }

    /** Index of a backend, or {@link Picker#NONE}. */
    public int pick(PickContext context) {
        return picker.pick(context);
    }

    /** What of a request must be hashed before the pick; null = nothing. */
    public HashKey key() {
        return key;
    }

    /** Who learns from attempts; null = nobody. */
    Experience experience() {
        return experience;
    }

    /** Null when clients stick to nobody. */
    StickyPool sticky() {
        return sticky;
    }

    boolean wantsFeedback() {
        return wantsFeedback;
    }

    Picker picker() {
        return picker;
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

    void apply(BackendState state) {
        final int backend = state.backend();
        if (state.generation() > stateGenerations[backend]) {
            stateGenerations[backend] = state.generation();
            backends.change(backend, state.takesNew(), state.takesSticky(), state.weight(), state.limitShare());
            if (state.isLeft()) {
                upstreams[backend].closeIdle();
            }
        }
    }

    void closeIdle() {
        for (UpstreamPool upstream : upstreams) {
            upstream.closeIdle();
        }
    }
}
