package weir.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import weir.buf.Ascii;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.ResponseParser;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Shortage;
import weir.net.Transport;
import weir.snapshot.BackendState;
import weir.time.Timer;

/**
 * Checks one backend again and again, and keeps its state.
 *
 * <pre>
 *   WAITING --interval--> CONNECTING --tcp: connected--> (success)
 *      ^                      '--http: connected--> AWAITING --status--> (success or failure)
 *      '------------------- result, or time-out ------------------------'
 * </pre>
 *
 * <p>A new connection each time, because accepting one is part of being well. Thread: probe loop only.
 */
final class BackendCheck extends IoHandler implements Timer.Target {
    private static final HttpLimits RESPONSE = new HttpLimits(16 * 1024, 256, 0);
    /** Checks are moved by up to this share of the interval, so that they do not march in step. */
    private static final double JITTER = 0.1;
    /** A failed request brings the next check forward, but not closer than this to the last one. */
    private static final long SOON_NS = 100_000_000;

    private enum State {
        WAITING,
        CONNECTING,
        AWAITING
    }

    private final Probe probe;
    private final EventLoop loop;
    private final int poolIndex;
    private final Pool pool;
    private final int backendIndex;
    private final HealthCheck check;
    private final RandomGenerator random;
    private final RiseAndFall health;
    private final Timer timer = new Timer(this);
    private final ResponseParser parser = new ResponseParser(RESPONSE);
    private final ByteBuffer request;

    private State state = State.WAITING;
    private Transport transport;
    private ByteBuffer response;
    private long generation;
    private boolean mustTell;

    BackendCheck(Probe probe, EventLoop loop, int poolIndex, Pool pool, int backendIndex, RandomGenerator random) {
        this.probe = probe;
        this.loop = loop;
        this.poolIndex = poolIndex;
        this.pool = pool;
        this.backendIndex = backendIndex;
        this.check = pool.health();
        this.random = random;
        this.health = new RiseAndFall(check.rise(), check.fall());
        this.request = ByteBuffer.wrap(Ascii.bytes("GET " + check.path() + " HTTP/1.1\r\nHost: " + hostText()
                + "\r\nUser-Agent: weir-probe\r\nConnection: close\r\n\r\n"));
    }

    private String hostText() {
        if (pool.host() != null) {
            return pool.host();
        }
        final var address = backend().address();
        final String host = address.getHostString();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private Backend backend() {
        return pool.backends().get(backendIndex);
    }

    /** The first check comes at a random point of the first interval. */
    void start() {
        if (isActive()) {
            waitFor((long) (check.intervalMs() * 1_000_000L * random.nextDouble()));
        }
    }

    /** A passively watched backend is only checked while it is down. */
    private boolean isActive() {
        return switch (check.type()) {
            case NONE -> false;
            case PASSIVE -> !health.isUp();
            case TCP, HTTP -> true;
        };
    }

    private void waitFor(long ns) {
        state = State.WAITING;
        loop.timers().set(timer, loop.nowNs() + ns);
    }

    @Override
    public void onTimer(long nowNs) {
        switch (state) {
            case WAITING -> begin();
            case CONNECTING -> finish(false, "no connection within " + check.timeoutMs() + " ms");
            case AWAITING -> finish(false, "no response within " + check.timeoutMs() + " ms");
        }
    }

    private void begin() {
        if (mustTell) {
            tell();
        }
        state = State.CONNECTING;
        loop.timers().set(timer, loop.nowNs() + check.timeoutMs() * 1_000_000L);
        try {
            transport = loop.network().connect(backend().address(), this);
        } catch (IOException e) {
            onConnectFailure(e.getMessage());
            return;
        }
        if (transport.isConnected()) {
            onConnected();
        }
    }

    @Override
    protected void onReady(int readyOps) {
        switch (state) {
            case CONNECTING -> {
                final String failure = transport.finishConnect();
                if (failure == null) {
                    onConnected();
                } else {
                    onConnectFailure(failure);
                }
            }
            case AWAITING -> read();
            case WAITING -> {}
        }
    }

    /** A shortage of ours says nothing about the backend. */
    private void onConnectFailure(String reason) {
        if (Shortage.of(reason) == Shortage.NONE) {
            finish(false, String.valueOf(reason));
        } else {
            letGo();
            waitFor(check.intervalMs() * 1_000_000L);
        }
    }

    private void onConnected() {
        if (check.type() != HealthCheck.Type.HTTP) {
            finish(true, "connected");
            return;
        }
        state = State.AWAITING;
        parser.reset();
        transport.interest(READ);
        request.rewind();
        if (transport.write(request) < 0 || request.hasRemaining()) {
            finish(false, "connection broken");
        }
    }

    private void read() {
        if (response == null) {
            response = loop.buffers().take();
        }
        if (response == null) {
            finish(false, "no buffer left for the check");
            return;
        }
        final int count = transport.read(response);
        if (count < 0) {
            finish(false, "connection ended before a response");
            return;
        }
        final int result = parser.parse(response, 0, response.position());
        if (result == Parse.REFUSED) {
            finish(false, "response refused: " + parser.fault().word());
        } else if (result == Parse.COMPLETE) {
            final int status = parser.status();
            finish(status >= check.expectMin() && status <= check.expectMax(), "status " + status);
        }
    }

    private void finish(boolean isSuccess, String reason) {
        letGo();
        onResult(isSuccess, reason);
        final double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        if (isActive() || mustTell) {
            waitFor((long) (check.intervalMs() * 1_000_000L * factor));
        }
    }

    private void letGo() {
        loop.timers().clear(timer);
        if (transport != null) {
            transport.close();
            transport = null;
        }
        if (response != null) {
            loop.buffers().give(response);
            response = null;
        }
        state = State.WAITING;
    }

    private void onResult(boolean isSuccess, String reason) {
        if (health.onResult(isSuccess)) {
            generation++;
            tell();
            probe.onChange(pool, backendIndex, health.isUp(), reason);
        }
    }

    private void tell() {
        mustTell = !probe.tell(new BackendState(
                poolIndex,
                backendIndex,
                health.isUp() ? Health.UP : Health.DOWN,
                false,
                AdminState.READY,
                backend().weight(),
                1,
                generation));
    }

    /** A request could not reach the backend: as bad as a failed check, and a reason to look soon. */
    void onConnectFailed() {
        if (!Probe.isWatched(check) || !health.isUp()) {
            return;
        }
        onResult(false, "requests could not connect");
        if (state == State.WAITING && isActive()) {
            waitFor(SOON_NS);
        }
    }

    @Override
    protected void onFault() {
        finish(false, "the check itself failed");
    }
}
