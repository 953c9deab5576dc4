package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that hold what they can for as long as they may: a third never ends its head, a third trickles a body, a
 * third asks for more and more and takes nothing. Whoever is thrown out comes again. One thread for all.
 */
final class SlowClients implements Closeable {
    /** How all their targets begin. */
    static final String TARGET = "/slow/";

    private static final long PACE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int RECEIVE_BYTES = 4096;
    private static final int ASKED_AT_ONCE = 20;

    private final int port;
    private final List<RawClient> clients = new ArrayList<>();
    private final AtomicInteger thrownOut = new AtomicInteger();
    private final LoadThreads threads = new LoadThreads();
    private volatile boolean isOver;

    SlowClients(int port, int count) {
        this.port = port;
        for (int i = 0; i < count; i++) {
            clients.add(null);
        }
        threads.start("slow-clients", this::run);
    }

    /** How often Weir has had enough of one. */
    int thrownOut() {
        return thrownOut.get();
    }

    private void run() {
        while (!isOver) {
            for (int i = 0; i < clients.size() && !isOver; i++) {
                clients.set(i, next(i));
            }
            LockSupport.parkNanos(PACE_NS);
        }
    }

    private RawClient next(int i) {
        final RawClient client = clients.get(i);
        try {
            if (client == null) {
                return begin(i);
            }
            client.send(i % 3 == 2 ? request(i) : "x");
            return client;
        } catch (IOException e) {
            thrownOut.incrementAndGet();
            Load.closeQuietly(client);
            return null;
        }
    }

    private RawClient begin(int i) throws IOException {
        final RawClient client = new RawClient(port, RECEIVE_BYTES);
        switch (i % 3) {
            case 0 -> client.send("GET " + TARGET + i + " HTTP/1.1\r\nHost: test\r\nX-Slow: ");
            case 1 -> client.send("PUT " + TARGET + i + " HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n");
            default -> client.send(request(i).repeat(ASKED_AT_ONCE));
        }
        return client;
    }

    private static String request(int i) {
        return "GET " + TARGET + i + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }

    @Override
    public void close() {
        isOver = true;
        threads.end();
        clients.forEach(Load::closeQuietly);
    }
}
