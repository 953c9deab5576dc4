package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of Redis that set keys of their own and ask for them again, a few hundred times on each connection. What
 * comes back must be what was set: through a relay, any other byte is a corruption.
 */
final class RedisLoad implements Closeable {
    private static final int ASKS_PER_CONNECTION = 200;
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int port;
    private final AtomicInteger count = new AtomicInteger();
    private final LoadThreads clients = new LoadThreads();
    private volatile boolean isOver;

    RedisLoad(int port, int clients) {
        this.port = port;
        for (int i = 0; i < clients; i++) {
            final String key = "key-" + i;
            this.clients.start("redis-load-" + i, () -> run(key));
        }
    }

    private void run(String key) throws IOException {
        for (int asked = 0; !isOver; ) {
            try (RawClient client = new RawClient(port)) {
                for (int i = 0; i < ASKS_PER_CONNECTION && !isOver; i++) {
                    ask(client, key, Integer.toString(asked++).repeat(1 + asked % 50));
                    LockSupport.parkNanos(PACE_NS);
                }
            }
        }
    }

    private void ask(RawClient client, String key, String value) throws IOException {
        client.send("SET " + key + " " + value + "\r\nGET " + key + "\r\n");
        final String expected = "+OK\r\n$" + value.length() + "\r\n" + value + "\r\n";
        final String got = client.read(expected.length());
        if (!got.equals(expected)) {
            throw new IOException("corrupt: " + got + " instead of " + expected);
        }
        count.incrementAndGet();
    }

    int count() {
        return count.get();
    }

    @Override
    public void close() {
        isOver = true;
        clients.end();
    }
}
