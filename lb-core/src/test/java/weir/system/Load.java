package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send one request after the other at a steady pace, GETs mixed with POSTs, each with a target of its own,
 * and note what they see. A client keeps its connection as long as it may.
 */
final class Load implements Closeable {
    private static final int POST_PERCENT = 20;

    private final Door door;
    private final boolean isSticky;
    private final String name;
    private final long paceNs;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final LoadThreads clients = new LoadThreads();
    private volatile boolean isOver;

    /** How a client gets a connection. */
    interface Door {
        RawClient open() throws IOException;
    }

    /**
     * What a client saw of one request.
     *
     * @param status 0 = not even that
     * @param backend who answered; null = Weir itself, or nobody
     * @param word of Weir's own response, else null
     * @param isCut the response ended too early
     */
    record Seen(
            String target,
            boolean isPost,
            int status,
            String backend,
            String word,
            boolean isCut,
            long startNs,
            long endNs) {
        boolean isFine() {
            return status == 200 && !isCut;
        }

        long tookMs() {
            return TimeUnit.NANOSECONDS.toMillis(endNs - startNs);
        }
    }

    /**
     * Begins at once. Each client sends {@code 1000 / paceMs} requests per second, or fewer if they are not answered in
     * time; 0 = as many as it can.
     */
    Load(int port, int clients, int paceMs, long seed) {
        this("load", port, clients, paceMs, seed);
    }

    /** @param name begins the targets, to tell this load from others */
    Load(String name, int port, int clients, int paceMs, long seed) {
        this(name, () -> new RawClient(port), false, clients, paceMs, seed);
    }

    /** @param isSticky clients send back the cookie that they were given last */
    Load(String name, Door door, boolean isSticky, int clients, int paceMs, long seed) {
        this.name = name;
        this.door = door;
        this.isSticky = isSticky;
        this.paceNs = TimeUnit.MILLISECONDS.toNanos(paceMs);
        for (int i = 0; i < clients; i++) {
            final Random random = new Random(seed + i);
            this.clients.start("load-" + i, () -> run(random));
        }
    }

    private void run(Random random) throws IOException {
        RawClient client = null;
        final String[] cookie = new String[1];
        long nextNs = System.nanoTime() + (long) (random.nextDouble() * paceNs);
        try {
            while (!isOver) {
                client = client == null ? door.open() : client;
                if (!ask(client, random, cookie)) {
                    client.close();
                    client = null;
                }
                nextNs = Math.max(nextNs + paceNs, System.nanoTime()); // late is late: no bursts
                while (nextNs - System.nanoTime() > 0 && !isOver) {
                    LockSupport.parkNanos(nextNs - System.nanoTime());
                }
            }
        } finally {
            closeQuietly(client);
        }
    }

    /** Null is closed already. */
    static void closeQuietly(RawClient client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            // nobody has a use for it any more
        }
    }

    /** Whether the connection can be used again. */
    private boolean ask(RawClient client, Random random, String[] cookie) throws IOException {
        final boolean isPost = random.nextInt(100) < POST_PERCENT;
        final String target = "/" + name + "/" + numbers.incrementAndGet();
        final long startNs = System.nanoTime();
        client.send((isPost ? "POST " : "GET ") + target + " HTTP/1.1\r\nHost: test\r\n"
                + (cookie[0] == null ? "" : "Cookie: " + cookie[0] + "\r\n")
                + (isPost ? "Content-Length: 5\r\n\r\nhello" : "\r\n"));
        RawResponse head = null;
        String word = null;
        boolean isCut = false;
        try {
            head = client.read();
            final String text = head.text();
            word = head.field(FaultyBackend.NAME_FIELD) == null ? text.split("\\s+")[1] : null;
            checkIsFor(target, head);
            cookie[0] = isSticky ? cookieOf(head, cookie[0]) : null;
        } catch (IOException e) {
            isCut = true;
        }
        final int status = head == null ? 0 : head.status();
        final String backend = head == null ? null : head.field(FaultyBackend.NAME_FIELD);
        seen.add(new Seen(target, isPost, status, backend, word, isCut, startNs, System.nanoTime()));
        return !isCut && !"close".equalsIgnoreCase(head.field("Connection"));
    }

    /** The worst that a balancer can do is to give one client another's answer. */
    private void checkIsFor(String target, RawResponse head) {
        final String answered = head.field(FaultyBackend.TARGET_FIELD);
        if (answered != null && !answered.equals(target)) {
            clients.note(new AssertionError(target + " was given the answer to " + answered));
        }
    }

    private static String cookieOf(RawResponse head, String before) {
        final String set = head.field("Set-Cookie");
        return set == null ? before : set.split(";")[0];
    }

    /** So far, in the order in which the requests ended, as good as. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    int count() {
        return seen.size();
    }

    /** Lets each client finish what it is at. */
    @Override
    public void close() {
        isOver = true;
        clients.end();
    }
}
