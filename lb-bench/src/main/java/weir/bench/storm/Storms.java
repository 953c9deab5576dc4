package weir.bench.storm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weir.bench.host.Descriptors;

/**
 * Storms of connections, one after the other, beside clients that are busy all the time.
 *
 * <pre>
 *   busy clients       ask  ask  ask  ask  ask  ask  ask  ask  ask  ask  ask  ask  ask  ask  ask
 *   newcomers                         connect  ask  ask  ask |leave            connect  ask  ask ...
 *                      rest           storm: until each is    rest             storm
 *                                     answered once
 * </pre>
 *
 * <p>A newcomer that is answered asks again, and so keeps those waiting who are not: as browsers do, and what a server
 * must not let happen for long. Everybody asks as soon as he is answered, so a server that makes a client wait gets
 * fewer requests of it; each request that is under way in a storm counts, however, and the slowest of all is never
 * missed.
 *
 * <p>All clients are on one selector, and connect a few at a time, so that those who are busy do not wait for the
 * newcomers within this program. Thread: the caller's.
 */
public final class Storms {
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WAIT_MS = 100;
    /** Some half a millisecond. */
    private static final int CONNECTS_PER_TURN = 32;

    /** What all clients share. */
    record Wire(ByteBuffer request, ByteBuffer inbound, byte[] bytes) {
        private static final int INBOUND_BYTES = 64 * 1024;

        static Wire of(byte[] request) {
            final ByteBuffer out = ByteBuffer.allocateDirect(request.length).put(request);
            return new Wire(out, ByteBuffer.allocateDirect(INBOUND_BYTES), new byte[INBOUND_BYTES]);
        }
    }

    private final StormPlan plan;
    private final Wire wire;
    private final Selector selector;
    private final Consumer<SelectionKey> onReady = key -> ((StormClient) key.attachment()).onReady();
    private final Crowd newcomers = new Crowd((client, askedNs, nowNs) -> client.isNew());
    private final Crowd busy = new Crowd((client, askedNs, nowNs) -> isInStorm(askedNs, nowNs));
    private final long startNs = System.nanoTime();
    private long nextSweepNs = startNs;
    private int stormCount;
    /** Of the latest storm. */
    private long stormStartNs = Long.MAX_VALUE;

    private long stormEndNs = Long.MAX_VALUE;

    private Storms(StormPlan plan, Selector selector) {
        this.plan = plan;
        this.selector = selector;
        this.wire = Wire.of(plan.request().bytes(plan.target().hostField(), false));
    }

    /** Refuses when this process may not open so many connections. */
    public static StormResult run(StormPlan plan) throws IOException {
        Descriptors.require(plan.busyCount() + plan.newcomerCount() + Descriptors.SPARE);
        final Storms storms = new Storms(plan, Selector.open());
        try {
            return storms.run();
        } finally {
            storms.closeAll();
        }
    }

    private StormResult run() throws IOException {
        do {
            final List<StormClient> clients = made(newcomers, plan.newcomerCount());
            turnUntil(sinceStart() + REST_NS);
            storm(clients);
        } while (sinceStart() < plan.durationNs());
        busy.leave();
        while (busy.openCount() > 0) {
            turn(WAIT_MS);
        }
        return new StormResult(
                stormCount,
                newcomers.latencies(),
                busy.latencies(),
                newcomers.problems(),
                busy.problems(),
                newcomers.answers() + busy.answers(),
                newcomers.bodyBytes() + busy.bodyBytes(),
                sinceStart());
    }

    private List<StormClient> made(Crowd crowd, int count) throws IOException {
        final List<StormClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new StormClient(crowd, wire, selector));
        }
        return clients;
    }

    private void storm(List<StormClient> clients) throws IOException {
        stormCount++;
        newcomers.stay();
        newcomers.expect(clients.size());
        stormEndNs = Long.MAX_VALUE;
        stormStartNs = sinceStart();
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).connect(plan.target().address());
            if (i % CONNECTS_PER_TURN == CONNECTS_PER_TURN - 1) {
                turn(0);
            }
        }
        while (newcomers.unansweredCount() > 0) {
            turn(WAIT_MS);
        }
        stormEndNs = sinceStart();
        newcomers.leave();
        while (newcomers.openCount() > 0) {
            turn(WAIT_MS);
        }
    }

    private boolean isInStorm(long askedNs, long nowNs) {
        return nowNs - startNs >= stormStartNs && askedNs - startNs < stormEndNs;
    }

    private void turnUntil(long untilNs) throws IOException {
        while (sinceStart() < untilNs) {
            turn(WAIT_MS);
        }
    }

    private void turn(int waitMs) throws IOException {
        openMissing();
        if (waitMs == 0) {
            selector.selectNow(onReady);
        } else {
            selector.select(onReady, waitMs);
        }
        if (System.nanoTime() - nextSweepNs >= 0) {
            sweep();
        }
    }

    /** Busy clients that are not there yet, or that a server has closed. */
    private void openMissing() throws IOException {
        for (int missing = busy.missing(plan.busyCount()); missing > 0; missing--) {
            final StormClient client = new StormClient(busy, wire, selector);
            busy.expect(1);
            client.connect(plan.target().address());
        }
    }

    private void sweep() {
        final long nowNs = System.nanoTime();
        nextSweepNs = nowNs + SWEEP_NS;
        busy.tryAgain();
        for (SelectionKey key : selector.keys()) {
            ((StormClient) key.attachment()).failIfOlder(nowNs, TIMEOUT_NS);
        }
    }

    private void closeAll() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private long sinceStart() {
        return System.nanoTime() - startNs;
    }
}
