package weir.app.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A running demo backend.
 *
 * <p>Thread: any. One thread per request being answered, a waiting one (delay, server-sent events) included; what
 * exceeds {@link #THREADS_MAX} queues, as it would in a real service.
 */
public final class DemoBackend {
    private static final int THREADS_MAX = 64;
    private static final int BACKLOG = 1_024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String name;

    /**
     * How a demo backend behaves.
     *
     * @param bind where to listen; port 0 lets the system choose
     * @param name who answers, a token; null = {@code backend-PORT}
     * @param delay processing time of a request that asks for no other
     * @param failRate share of the requests answered with 500, 0..1
     */
    public record Options(InetSocketAddress bind, String name, Delay delay, double failRate) {}

    private DemoBackend(HttpServer server, ExecutorService threads, String name) {
        this.server = server;
        this.threads = threads;
        this.name = name;
    }

    /** Returns when connections are accepted. Throws when the address cannot be listened on. */
    public static DemoBackend start(Options options) throws IOException {
        ServerDefaults.apply();
        final HttpServer server = HttpServer.create(options.bind(), BACKLOG);
        final int port = server.getAddress().getPort();
        final String name = options.name() == null ? "backend-" + port : options.name();
        final ExecutorService threads = threads(name);
        server.setExecutor(threads);
        server.createContext("/", new Requests(new Identity(name, port), options.delay(), options.failRate()));
        server.start();
        return new DemoBackend(server, threads, name);
    }

    public String name() {
        return name;
    }

    /** The address listened on, with the port the system chose. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Closes all connections, whatever they carry, and ends all threads. */
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService threads(String name) {
        final ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // holds at most one request per connection
                // Owns: one exchange of the backend at a time.
                task -> new Thread(task, name + "-request"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
