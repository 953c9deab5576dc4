package weir.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A real HTTP server that is told of events. */
public final class Receiver implements Closeable {
    public record Received(String id, String signature, String contentType, byte[] body) {}

    /** Keeps the sender waiting until the receiver is closed. */
    public static final int HANG = -1;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** @param status the answer to the n-th message, from 1 */
    public Receiver(IntUnaryOperator status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hook", exchange -> answer(exchange, status));
        server.start();
    }

    private void answer(HttpExchange exchange, IntUnaryOperator status) throws IOException {
        final var fields = exchange.getRequestHeaders();
        final byte[] body = exchange.getRequestBody().readAllBytes();
        final int number;
        synchronized (received) {
            received.add(new Received(
                    fields.getFirst("Weir-Delivery"),
                    fields.getFirst("Weir-Signature"),
                    fields.getFirst("Content-Type"),
                    body));
            number = received.size();
        }
        final int code = status.applyAsInt(number);
        if (code == HANG) {
            return;
        }
        exchange.sendResponseHeaders(code, -1);
        exchange.close();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    public List<Received> received() {
        return received;
    }

    /** All bodies so far, in the order in which they came. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        received.forEach(message -> text.append(new String(message.body(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
