package weir.admin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tinylog.Logger;
import weir.buf.BufferPool;
import weir.control.BackendActions;
import weir.model.Admin;
import weir.net.Acceptor;
import weir.net.ConnectionLimit;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.ListenSocket;
import weir.net.NioNetwork;
import weir.net.Transport;
import weir.stats.Counters;
import weir.time.Clock;
import weir.time.Timer;

/**
 * The server of the admin API, off the data path.
 *
 * <p>Two threads: {@code admin-io}, a loop like the others, reads and writes and answers what takes no time;
 * {@code admin-work} makes all other responses, one after the other. Who asks to wait gets a thread {@code admin-wait}
 * for as long. A client that is slow costs a connection and nothing else. When there are too many, the one that has
 * waited longest is closed, so that a new one always gets in.
 *
 * <p>Thread: {@link #start} and {@link #stop} by the thread that starts and stops Weir; the rest on the admin loop.
 */
public final class AdminServer implements Acceptor.Clients {
    private static final int CONNECTIONS_MAX = 128;
    /** One more may come, for which another goes. */
    private static final int BUFFERS = CONNECTIONS_MAX + 1;

    private static final int BUFFER_SIZE = AdminConnection.LIMITS.headBytesMax() * 2;
    /** Direct memory that it may come to have. */
    public static final int BUFFER_BYTES = BUFFERS * BUFFER_SIZE;

    private static final int TICK_MS = 1_000;
    private static final int STOP_MS = 2_000;

    private final Clock clock = Clock.SYSTEM;
    private final ListenSocket socket;
    private final int connectionsMax;
    private final AdminApi api;
    private final EventLoop loop;
    private final Acceptor acceptor;
    private final Timer tick = new Timer(nowNs -> tick());
    private final ExecutorService work = Executors.newSingleThreadExecutor(task -> daemon(task, "admin-work"));
    /** For clients that have asked to wait: as many as there are, and no more than connections. */
    private final ExecutorService waits = Executors.newCachedThreadPool(task -> daemon(task, "admin-wait"));

    private final Thread thread;
    /** Those that have been without a request for longest come first. */
    private final Set<AdminConnection> connections = new LinkedHashSet<>();

    /**
     * @param socket bound; now owned by this server
     * @param connectionsMax at a time; at most {@link #CONNECTIONS_MAX}
     */
    public AdminServer(
            Admin admin,
            ListenSocket socket,
            NioNetwork network,
            int connectionsMax,
            RuntimeView runtime,
            BackendActions actions,
            Consumer<Throwable> onFault)
            throws IOException {
        this.socket = socket;
        this.connectionsMax = connectionsMax;
        api = new AdminApi(admin, runtime, actions, clock);
        final BufferPool buffers = new BufferPool(BUFFER_SIZE, BUFFERS);
        loop = new EventLoop("admin-io", clock, network, buffers, new Counters(), onFault);
        acceptor = new Acceptor(
                loop,
                network,
                socket,
                this,
                new ConnectionLimit(connectionsMax + 1),
                1); // where all are busy, the kernel's queue holds the rest
        thread = daemon(loop::run, "admin-io");
    }

    /** Whatever it is busy with must not keep the JVM from ending. */
    private static Thread daemon(Runnable task, String name) {
        // Owns: admin-io the connections and their loop; admin-work and admin-wait nothing but the response they make.
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    public void start() throws IOException {
        acceptor.start();
        tick();
        thread.start();
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) socket.address();
    }

    /**
     * Gives the port up, so that a successor can have it. Those that are connected go on to be answered. Any thread.
     */
    public void drain() {
        loop.post(acceptor::close);
    }

    /** Ends all threads and closes all connections; waits for no thread for longer than a few seconds. */
    public void stop() throws InterruptedException {
        loop.stop();
        thread.join(STOP_MS);
        work.shutdownNow();
        waits.shutdownNow();
        if (!work.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)
                || !waits.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
            Logger.warn("a request to the admin API is still being answered");
        }
    }

    /** Asks the loops whether they live; and lets the window of latencies move on. */
    private void tick() {
        api.liveness().ask();
        work.execute(api.windows()::moveOn);
        loop.timers().set(tick, clock.nowNs() + TICK_MS * 1_000_000L);
    }

    @Override
    public IoHandler accept(Transport transport) {
        return new AdminConnection(this, loop, transport);
    }

    void onOpen(AdminConnection connection) {
        connections.add(connection);
        if (connections.size() > connectionsMax) {
            connections.stream().filter(AdminConnection::isWaiting).findFirst().ifPresent(AdminConnection::close);
        }
    }

    /** A complete request is there. */
    void answer(Request request, AdminConnection connection) {
        final Response refusal = api.refusal(request);
        if (refusal != null) {
            connection.respond(refusal);
        } else if (api.isQuick(request)) {
            connection.respond(api.answer(request));
        } else {
            final ExecutorService maker = api.isSlow(request) ? waits : work;
            maker.execute(() -> {
                final Response response = safely(request);
                loop.post(
                        () -> connection.respond(response)); // the mailbox has room for more than there are connections
            });
        }
    }

    /** A bug of ours is answered like anything else, and without a trace. */
    private Response safely(Request request) {
        try {
            return api.answer(request);
        } catch (OutOfMemoryError e) {
            throw e; // ends more than this response
        } catch (RuntimeException | Error e) {
            Logger.error(e, "a bug in the admin API");
            return Problem.of(500, "a bug in Weir");
        }
    }

    void onKept(AdminConnection connection) {
        connections.remove(connection);
        connections.add(connection);
    }

    void onClosed(AdminConnection connection) {
        if (connections.remove(connection)) {
            acceptor.onClosed();
        }
    }
}
