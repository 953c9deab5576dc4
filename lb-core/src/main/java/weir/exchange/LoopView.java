package weir.exchange;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import weir.accesslog.AccessRing;
import weir.buf.BufferPool;
import weir.buf.BufferQueue;
import weir.buf.BufferStock;
import weir.http.Fault;
import weir.model.Configuration;
import weir.model.ExchangeEnd;
import weir.model.Fallback;
import weir.model.ListenerLimits;
import weir.net.Acceptor;
import weir.net.Clients;
import weir.net.EventLoop;
import weir.net.LoopBufferQueue;
import weir.net.Transport;
import weir.pool.DryRunRequest;
import weir.pool.PoolView;
import weir.relay.BulkTurns;
import weir.relay.Drain;
import weir.relay.RelayBuffer;
import weir.relay.RelayTools;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.Snapshot;
import weir.stats.OutcomeRing;
import weir.stats.Tally;
import weir.tls.SecuredPools;
import weir.upstream.Upstreams;

/**
 * One loop's mutable companion of the snapshot: its pools, the tools its exchanges share, and its clients. Thread:
 * owning loop only, except where a method says otherwise.
 */
public final class LoopView {
    /** What a lingering connection still sends is read into this and forgotten. */
    private static final int SCRATCH_BYTES = 16 * 1024;
    /** Direct memory that each loop has, beside its stocks of buffers. */
    public static final int OWN_BYTES = SCRATCH_BYTES + LocalReplies.BUFFER_BYTES;

    private final EventLoop loop;
    private final BufferStock buffers;
    private final BulkTurns bulkTurns;
    private Snapshot snapshot;
    /** Of the snapshot. */
    private volatile long generation;

    private final PoolView[] pools;
    private final Upstreams[] upstreams;
    private final RelayTools relayTools;
    private final HttpTools httpTools;
    private final Tally<ExchangeEnd> ends = new Tally<>(ExchangeEnd.class);
    private final Tally<Fault> faults = new Tally<>(Fault.class);
    private final AccessRing accessLog;
    private final Clients clients;
    /** Some pool's backends get a PROXY header that names the client. */
    private final boolean sendsProxy;

    /**
     * @param smallBuffers beside the loop's own, for what rests
     * @param largeBuffers of {@link RelayBuffer#LARGE_BUFFER_BYTES}, for what is larger than a head
     * @param number of this loop, from 0; also where its pickers start
     * @param onOutcome wakes the probe loop
     * @param accessLog where exchanges leave their records; null = nowhere
     * @param secured which backends are spoken to with TLS
     */
    public LoopView(
            EventLoop loop,
            BufferPool smallBuffers,
            BufferPool largeBuffers,
            Snapshot snapshot,
            int number,
            OutcomeRing outcomes,
            Runnable onOutcome,
            AccessRing accessLog,
            SecuredPools secured) {
        this.loop = loop;
        bulkTurns = new BulkTurns(loop);
        buffers = new BufferStock(
                LoopBufferQueue.on(loop, loop.buffers()),
                smallBuffers,
                largeBuffers,
                RelayBuffer.FRONT + snapshot.configuration().policyBytesMax());
        this.snapshot = snapshot;
        generation = snapshot.generation();
        relayTools = new RelayTools(
                loop,
                new Drain(),
                ByteBuffer.allocateDirect(SCRATCH_BYTES),
                new SplittableRandom(loop.nowNs() ^ (long) number << 48));
        clients = new Clients(loop, this::closeOldestUpstream);
        pools = new PoolView[snapshot.pools().size()];
        upstreams = new Upstreams[pools.length];
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new PoolView(loop, number, snapshot, i, outcomes, onOutcome);
            upstreams[i] = new Upstreams(loop, i, snapshot.pools().get(i), secured, snapshot.hosts());
        }
        for (int i = 0; i < pools.length; i++) {
            final Fallback fallback = snapshot.pools().get(i).fallback();
            if (fallback != null && fallback.pool() != Fallback.NO_POOL) {
                pools[i].setFallback(pools[fallback.pool()]);
            }
        }
        sendsProxy = snapshot.pools().stream().anyMatch(pool -> pool.sendProxy() != null);
        httpTools = new HttpTools(loop, snapshot, number);
        this.accessLog = accessLog;
    }

    /** With ordinary buffers only, without an access log and TLS to backends. */
    public LoopView(EventLoop loop, Snapshot snapshot, int number, OutcomeRing outcomes, Runnable onOutcome) {
        this(
                loop,
                new BufferPool(BufferStock.SMALL_BYTES, 0),
                new BufferPool(RelayBuffer.LARGE_BUFFER_BYTES, 0),
                snapshot,
                number,
                outcomes,
                onOutcome,
                null,
                SecuredPools.NONE);
    }

    /** The largest head any listener takes; buffers are made to hold one, so a response's head may be as large. */
    public static int headBytesMax(Configuration configuration) {
        return configuration.listeners().stream()
                .mapToInt(listener -> listener.limits().headBytesMax())
                .max()
                .orElse(ListenerLimits.DEFAULTS.headBytesMax());
    }

    public EventLoop loop() {
        return loop;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public PoolView pool(int index) {
        return pools[index];
    }

    /** The connections to that pool's backends. */
    public Upstreams upstreams(PoolView pool) {
        return upstreams[pool.index()];
    }

    /** A direct buffer whose content is not needed. */
    public ByteBuffer scratch() {
        return relayTools.scratch().clear();
    }

    /** Where a guess must not be the same twice. Not for secrets. */
    public SplittableRandom random() {
        return relayTools.random();
    }

    public RelayTools relayTools() {
        return relayTools;
    }

    /** For exchanges that are HTTP. */
    public HttpTools httpTools() {
        return httpTools;
    }

    private void checkThread() {
        assert loop.isCurrent()
                : "view of " + loop.name() + " touched by "
                        + Thread.currentThread().getName();
    }

    public void apply(BackendState state) {
        checkThread();
        final PoolView pool = pools[state.pool()];
        if (pool.isNews(state)) {
            if (state.isLeft()) {
                upstreams[state.pool()].closeIdle(state.backend());
            }
            pool.apply(state); // last: who reads its generation finds it done
        }
    }

    /** Where a request would go, and why. Off the path of requests; changes nothing. */
    public Explanation explain(ExplainRequest request) {
        final int index = snapshot.poolIndex(request.pool());
        return index < 0
                ? Explanation.refused(loop.name(), request.pool(), Explanation.NO_POOL)
                : new DryRunRequest(request).explain(pools[index]);
    }

    /** What all loops agree on has changed: pools have other backends. An older one is ignored. */
    public void apply(Snapshot next) {
        checkThread();
        if (next.generation() <= generation) {
            return;
        }
        snapshot = next;
        try {
            for (int i = 0; i < pools.length; i++) {
                if (pools[i].pool() != next.pools().get(i)) {
                    upstreams[i].apply(next.pools().get(i));
                    pools[i].apply(
                            next.pools().get(i), next.pool(i).permits()); // may serve who waits, and needs connections
                }
            }
        } finally {
            generation = next.generation(); // a waiter for that must not wait forever, even after a bug
        }
    }

    /** Of the snapshot that this loop goes by. Any thread. */
    public long generation() {
        return generation;
    }

    /** For bytes of a client, before they are with a backend. */
    public RelayBuffer newClientInbound() {
        return new RelayBuffer(buffers, BufferQueue.Side.REQUESTS);
    }

    /** For bytes of a backend, before they are with a client. */
    public RelayBuffer newUpstreamInbound() {
        return new RelayBuffer(buffers, BufferQueue.Side.RESPONSES);
    }

    public BufferStock buffers() {
        return buffers;
    }

    /** Whose turn it is to move bytes of long bodies. */
    public BulkTurns bulkTurns() {
        return bulkTurns;
    }

    /** How exchanges ended. Any thread may read. */
    public Tally<ExchangeEnd> ends() {
        return ends;
    }

    /** Why messages were refused: requests, and malformed responses. Any thread may read. */
    public Tally<Fault> faults() {
        return faults;
    }

    /** Where exchanges leave their records; null = nowhere. */
    public AccessRing accessLog() {
        return accessLog;
    }

    public Clients clients() {
        return clients;
    }

    /** False when there is none. */
    private boolean closeOldestUpstream() {
        for (Upstreams pool : upstreams) {
            if (pool.closeOldestIdle()) {
                return true;
            }
        }
        return false;
    }

    /** Weir is stopping: exchanges end their client's connection. */
    public boolean isDraining() {
        return relayTools.drain().isOn();
    }

    /** While draining: how long an idle client may still send a request, which is then its last. */
    public int drainIdleMs() {
        return relayTools.drain().idleMs();
    }

    /**
     * Stops accepting. Clients are closed after their exchange, idle ones after one more, or when none has come in
     * time.
     *
     * @param idleMs how long an idle client is waited for
     * @param withinMs how long those are waited for that are not idle, tunnels among them
     */
    public void drain(Iterable<Acceptor> acceptors, int idleMs, int withinMs) {
        checkThread();
        relayTools.drain().begin(idleMs, withinMs, clients.count(), loop.nowNs());
        acceptors.forEach(Acceptor::close);
        clients.drain();
    }

    /** Closes the clients that draining has left. */
    public void cut() {
        clients.cut();
    }

    /**
     * A client is gone, and with it who could have used the upstream connections that are its alone. Costs a comparison
     * where no pool has such.
     */
    public void closeIdleOf(Transport client) {
        for (int i = 0; sendsProxy && i < upstreams.length; i++) {
            upstreams[i].closeIdleOf(client);
        }
    }
}
