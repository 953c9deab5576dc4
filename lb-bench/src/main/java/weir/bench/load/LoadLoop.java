package weir.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import weir.bench.wire.Waiting;
import weir.bench.words.Durations;

/**
 * The load of one thread.
 *
 * <p>Closed loop: each connection sends its next request when its last one is answered. Open loop: requests have
 * intended send times; one is given to an idle connection, to a new one, or waits until one is free, and its latency
 * counts from the intended time in any case. Times are since the load's start. Allocates nothing per request, new
 * connections aside.
 */
final class LoadLoop implements Runnable {
    private static final int INBOUND_BYTES = 64 * 1024;
    private static final int SENDS_PER_TURN = 256;
    private static final long SWEEP_NS = 100 * Durations.NS_PER_MS;

    private final LoadPlan plan;
    private final int connectionsMax;
    private final long startNs;
    private final long endNs;
    private final Meter meter = new Meter();
    private final RequestBook requests;
    private final Waiting waiting;
    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final ByteBuffer inbound = ByteBuffer.allocateDirect(INBOUND_BYTES);
    private final byte[] bytes = new byte[INBOUND_BYTES];
    private final List<ClientConnection> open = new ArrayList<>();
    /** Last in, first out, so that few connections are used. */
    private final Deque<ClientConnection> free = new ArrayDeque<>();
    /** Intended times of requests for which there was no connection. */
    private final LongRing backlog = new LongRing();
    /** Null in a closed loop. */
    private final Schedule schedule;

    private int inFlightCount;
    /** Of a closed loop: connections that are to be opened in this turn, and at the next sweep. */
    private int missing;

    private int missingLater;
    private long nextSweepNs;

    LoadLoop(LoadPlan plan, int index, long startNs) throws IOException {
        this.plan = plan;
        this.connectionsMax = plan.connectionsOf(index);
        this.startNs = startNs;
        this.endNs = plan.totalNs();
        this.waiting = new Waiting(plan.isSpinning());
        final SplittableRandom random = new SplittableRandom(plan.seed() + index);
        this.requests = new RequestBook(plan, index, random.split());
        final double rate = plan.ratePerSecond() / plan.threads();
        final double firstNs = plan.isOpen() ? 1e9 / plan.ratePerSecond() * index : 0;
        this.schedule = plan.isOpen() ? new Schedule(rate, plan.isPoisson(), firstNs, random.split()) : null;
        this.missing = plan.isOpen() ? 0 : connectionsMax;
    }

    Meter meter() {
        return meter;
    }

    @Override
    public void run() {
        try (selector) {
            while (!isOver(nowNs())) {
                turn();
            }
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOver(long nowNs) {
        return nowNs >= endNs && inFlightCount == 0 && backlog.isEmpty() && nextIntendedNs() >= endNs;
    }

    private void turn() throws IOException {
        waiting.forSockets(selector, onReady, leftNs(nowNs()));
        final long nowNs = nowNs();
        if (nowNs >= nextSweepNs) {
            sweep(nowNs);
            nextSweepNs = nowNs + SWEEP_NS;
        }
        sendDue();
        openMissing();
    }

    /** Until a request is due; the sweep need not be exact, so it does not cause naps. */
    private long leftNs(long nowNs) {
        final boolean hasWork = missing > 0 && nowNs < endNs;
        final long sweepNs = hasWork ? 0 : Math.max(Durations.NS_PER_MS, nextSweepNs - nowNs);
        final long dueNs = nextIntendedNs();
        return dueNs < endNs ? Math.min(sweepNs, dueNs - nowNs) : sweepNs;
    }

    private long nextIntendedNs() {
        return schedule == null ? Long.MAX_VALUE : schedule.nextNs();
    }

    private void onReady(SelectionKey key) {
        if (key.isValid()) {
            ((ClientConnection) key.attachment()).onReady();
        }
    }

    // --- open loop

    private void sendDue() throws IOException {
        long nowNs = nowNs();
        for (int i = 0; i < SENDS_PER_TURN && nextIntendedNs() <= nowNs && nextIntendedNs() < endNs; i++) {
            final long intendedNs = schedule.nextNs();
            schedule.advance();
            meter.onSend(nowNs - intendedNs);
            send(intendedNs);
            nowNs = nowNs();
        }
        while (!backlog.isEmpty() && open.size() < connectionsMax) {
            open(backlog.remove()); // a connection was lost
        }
    }

    private void send(long intendedNs) throws IOException {
        final ClientConnection idle = backlog.isEmpty() ? free.pollFirst() : null;
        if (idle != null) {
            inFlightCount++;
            idle.send(requests.take(), intendedNs);
        } else if (backlog.isEmpty() && open.size() < connectionsMax) {
            open(intendedNs);
        } else {
            backlog.add(intendedNs);
            meter.onWaiting();
        }
    }

    // --- closed loop

    private void openMissing() throws IOException {
        for (int i = missing; i > 0 && nowNs() < endNs; i--) {
            missing--;
            open(nowNs());
        }
    }

    // --- both

    private void open(long intendedNs) throws IOException {
        final SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        final SelectionKey key = channel.register(selector, 0);
        final ClientConnection connection = new ClientConnection(this, channel, key, open.size());
        key.attach(connection);
        open.add(connection);
        inFlightCount++;
        connection.open(requests.take(), intendedNs);
    }

    /** A connection is idle. */
    void onFree(ClientConnection connection, long nowNs) {
        if (schedule == null && nowNs < endNs) {
            inFlightCount++;
            connection.send(requests.take(), nowNs);
        } else if (!backlog.isEmpty()) {
            inFlightCount++;
            connection.send(requests.take(), backlog.remove());
        } else {
            free.addFirst(connection);
        }
    }

    void onResponse(int status, long bodyBytes, long intendedNs, long nowNs) {
        inFlightCount--;
        if (intendedNs < plan.warmUpNs()) {
            meter.onWarmUp(bodyBytes);
        } else if (status < 400) {
            meter.onServed(nowNs - intendedNs, bodyBytes, nowNs < endNs);
        } else {
            meter.onProblem(status < 500 ? Problem.STATUS_4XX : Problem.STATUS_5XX);
        }
    }

    /** A request failed, after its connection was closed. */
    void onFailure(Problem problem, long intendedNs) {
        inFlightCount--;
        if (schedule == null && problem == Problem.CONNECT) {
            missing--; // not in this turn again: nobody listens
            missingLater++;
        }
        if (intendedNs >= plan.warmUpNs()) {
            meter.onProblem(problem);
        }
    }

    void onClosed(ClientConnection connection, boolean wasIdle) {
        if (wasIdle) {
            free.removeFirstOccurrence(connection); // O(connections), but only when the server closes an idle one
        }
        final ClientConnection last = open.remove(open.size() - 1);
        if (last != connection) {
            open.set(connection.position(), last);
            last.position(connection.position());
        }
        if (schedule == null) {
            missing++;
        }
    }

    private void sweep(long nowNs) {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).failIfOlder(nowNs, plan.timeoutNs());
        }
        while (!backlog.isEmpty() && nowNs - backlog.first() >= plan.timeoutNs()) {
            if (backlog.remove() >= plan.warmUpNs()) {
                meter.onProblem(Problem.TIMEOUT);
            }
        }
        missing += missingLater;
        missingLater = 0;
    }

    long nowNs() {
        return System.nanoTime() - startNs;
    }

    Target target() {
        return plan.target();
    }

    boolean closes() {
        return plan.closes();
    }

    RequestBook requests() {
        return requests;
    }

    ByteBuffer inbound() {
        return inbound;
    }

    byte[] bytes() {
        return bytes;
    }

    Wire wire(SocketChannel channel) throws IOException {
        return plan.tls() == null ? new Wire.Plain(channel) : plan.tls().wire(channel, plan.target());
    }
}
