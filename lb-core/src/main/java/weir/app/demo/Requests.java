package weir.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.tinylog.Logger;

/**
 * Decides what each request gets.
 *
 * <p>An exception that leaves {@link #handle} makes the server close the connection without another byte. That is how a
 * response is aborted on purpose, and the right end for a client that went away. Thread: any.
 */
final class Requests implements HttpHandler {
    private final Identity identity;
    private final Delay usualDelay;
    private final Faults faults;
    private final AtomicLong sequence = new AtomicLong();

    Requests(Identity identity, Delay usualDelay, double failRate) {
        this.identity = identity;
        this.usualDelay = usualDelay;
        this.faults = new Faults(failRate);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Backend", identity.name());
        try {
            route(exchange);
            exchange.close();
        } catch (BadParameter e) {
            Reply.error(exchange, 400, e.getMessage());
            exchange.close();
        } catch (RuntimeException e) {
            Logger.error("a bug in the demo backend closed a connection: {}; level debug shows the trace", e);
            Logger.debug(e, "trace");
            throw e;
        }
    }

    private void route(HttpExchange exchange) throws IOException, BadParameter {
        switch (String.valueOf(exchange.getRequestURI().getPath())) { // null for an opaque target
            case "/health" -> health(exchange);
            case "/health/down" -> change(exchange, () -> faults.setDown(true));
            case "/health/up" -> change(exchange, () -> faults.setDown(false));
            case "/fail" -> {
                final int forMs = Query.of(exchange).milliseconds("for", Faults.FOR_EVER);
                change(exchange, () -> faults.failFor(forMs));
            }
            case "/recover" -> change(exchange, faults::recover);
            default -> answer(exchange);
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        if (!Reply.allows(exchange, "GET", "HEAD")) {
            return;
        }
        final boolean up = faults.isHealthy();
        Reply.json(exchange, up ? 200 : 503, json -> json.writeStringField("status", up ? "up" : "down"));
    }

    private void change(HttpExchange exchange, Runnable change) throws IOException {
        if (!Reply.allows(exchange, "POST")) {
            return;
        }
        change.run();
        Reply.json(exchange, 200, json -> {
            json.writeStringField("backend", identity.name());
            json.writeStringField("health", faults.isHealthy() ? "up" : "down");
            json.writeBooleanField("failing", faults.isFailing());
        });
    }

    private void answer(HttpExchange exchange) throws IOException, BadParameter {
        final Wanted wanted = Wanted.of(Query.of(exchange), usualDelay);
        final long number = sequence.incrementAndGet();
        final ReceivedBody body = ReceivedBody.readFrom(exchange.getRequestBody());
        pause(wanted.delay().pickMs(ThreadLocalRandom.current()));
        if (wanted.abort() == Wanted.Abort.BEFORE) {
            throw new IOException("closed before the response, as asked");
        }
        if (faults.strikes(ThreadLocalRandom.current())) {
            Reply.error(exchange, 500, identity.name() + " fails on purpose");
            return;
        }
        final Content content = content(exchange, wanted, number, body);
        Reply.send(exchange, wanted.status(), content, wanted.chunked(), wanted.abort() == Wanted.Abort.MIDDLE);
    }

    private Content content(HttpExchange exchange, Wanted wanted, long number, ReceivedBody body) throws IOException {
        if (wanted.sseEvents() > 0) {
            return new EventContent(identity.name(), wanted.sseEvents(), wanted.everyMs());
        }
        if (wanted.bytes() != Wanted.ECHO) {
            return new PatternContent(wanted.bytes());
        }
        return new JsonContent(Echo.json(exchange, identity, number, body));
    }

    static void pause(long ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backend stops");
        }
    }
}
