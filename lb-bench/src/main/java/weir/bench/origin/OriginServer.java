package weir.bench.origin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import weir.bench.wire.Waiting;
import weir.bench.words.Draw;

/**
 * One address that answers as planned: one thread, one selector, one queue. It sends no {@code Date}: nobody caches it.
 *
 * <p>{@link #COUNTS_PATH} is answered at once and outside of the plan, and not counted. Thread: its own, from
 * {@link #start} to {@link #close}, which any thread may call.
 */
public final class OriginServer implements AutoCloseable {
    /** What was asked of this origin so far, as JSON. */
    public static final String COUNTS_PATH = "/-/origin";

    private static final int BACKLOG = 4096;
    private static final int INBOUND_BYTES = 64 * 1024;
    private static final int ACCEPTS_PER_TURN = 64;

    private final OriginPlan plan;
    private final SplittableRandom random;
    private final Service<OriginConnection> service;
    private final boolean answersAtOnce;
    private final Waiting waiting;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listening;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final Answer answer = new Answer();
    private final ByteBuffer inbound = ByteBuffer.allocateDirect(INBOUND_BYTES);
    private final byte[] bytes = new byte[INBOUND_BYTES];
    private final Thread thread;
    private final long startNs = System.nanoTime();
    private volatile boolean isStopped;
    private volatile Throwable failure;
    private long connectionCount;
    private long requestCount;
    private long errorCount;
    private long resetCount;

    private OriginServer(OriginPlan plan, InetSocketAddress address, boolean isSpinning) throws IOException {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
        this.service = new Service<>(plan.delay(), plan.freeze(), plan.concurrency(), random.split());
        this.answersAtOnce = plan.delay() instanceof Draw.Constant constant
                && constant.mean() == 0
                && plan.freeze().lengthNs() == 0;
        this.waiting = new Waiting(isSpinning);
        this.listening = ServerSocketChannel.open();
        listening.bind(address, BACKLOG);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, "origin-" + port());
    }

    public static OriginServer start(OriginPlan plan, InetSocketAddress address, boolean isSpinning)
            throws IOException {
        final OriginServer server = new OriginServer(plan, address, isSpinning);
        server.thread.start();
        return server;
    }

    public int port() {
        return listening.socket().getLocalPort();
    }

    /** {@code HOST:PORT} as it was bound. */
    public String address() {
        final String host = listening.socket().getInetAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** Returns when it is closed; what ended it before is thrown. */
    public void await() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw new IllegalStateException("origin " + port() + " failed", failure);
        }
    }

    @Override
    public void close() {
        isStopped = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopped) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            closeAll();
        }
    }

    private void turn() throws IOException {
        waiting.forSockets(selector, onReady, service.nextDueNs() - nowNs());
        for (OriginConnection done = service.tryFinish(nowNs()); done != null; done = service.tryFinish(nowNs())) {
            try {
                finish(done);
            } catch (IOException e) {
                done.close();
            }
        }
    }

    private void onReady(SelectionKey key) {
        final OriginConnection connection = (OriginConnection) key.attachment();
        try {
            if (connection == null) {
                accept();
            } else if (key.isValid()) {
                connection.onReady();
            }
        } catch (IOException e) { // peers vanish; that is not news
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void accept() throws IOException {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            final SocketChannel channel = listening.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            final OriginConnection connection = new OriginConnection(this, channel, key);
            key.attach(connection);
            connectionCount++;
            if (isLot(plan.refuseShare())) {
                connection.reset();
            }
        }
    }

    /** Called by a connection when a request is complete. */
    void onRequest(OriginConnection connection) throws IOException {
        requestCount++;
        if (answersAtOnce) {
            finish(connection);
        } else {
            service.arrive(connection, nowNs());
        }
    }

    private void finish(OriginConnection connection) throws IOException {
        final double lot = plan.errorShare() + plan.resetShare() == 0 ? 1 : random.nextDouble();
        if (lot < plan.resetShare()) {
            resetCount++;
            connection.reset();
        } else if (lot < plan.resetShare() + plan.errorShare()) {
            errorCount++;
            connection.answer(500, 0);
        } else {
            connection.answer(200, (long) plan.size().next(random));
        }
    }

    private boolean isLot(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    String counts() {
        return "{\"connections\":" + connectionCount + ",\"requests\":" + requestCount + ",\"errors\":" + errorCount
                + ",\"resets\":" + resetCount + ",\"in_service\":" + service.inServiceCount() + ",\"waiting\":"
                + service.waitingCount() + "}\n";
    }

    boolean closes() {
        return plan.closes();
    }

    Answer answer() {
        return answer;
    }

    ByteBuffer inbound() {
        return inbound;
    }

    byte[] bytes() {
        return bytes;
    }

    private long nowNs() {
        return System.nanoTime() - startNs;
    }

    private void closeAll() {
        for (SelectionKey key : selector.keys()) {
            try {
                key.channel().close();
            } catch (IOException e) {
                key.cancel(); // it is gone either way
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
