package weir.system;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A backend that can be broken in one way after another while it runs, and counts what reaches it. {@code /health} is
 * answered with 200 as long as a request gets any answer at all. One thread per connection, in this process or, by
 * {@link FaultyProcess}, in one of its own.
 */
final class FaultyBackend implements Closeable {
    /** What is wrong with it. */
    enum Mode {
        WELL,
        /** All connections were reset and nobody listens, as after {@code kill -9}. */
        GONE,
        /** Accepts, reads, and never answers. */
        SILENT,
        /** Answers a byte a second. */
        DRIPPING,
        /** Reads a request and resets the connection. */
        RESETS_UNANSWERED,
        RESETS_IN_HEAD,
        RESETS_IN_BODY,
        /** Every tenth request gets a 500. */
        FAILS_TENTH
    }

    /** Says who has answered; Weir's own responses have no such field. */
    static final String NAME_FIELD = "X-Backend";

    /** Says what the answer is to, so that one that reaches somebody else is noticed. */
    static final String TARGET_FIELD = "X-Target";

    private static final int BACKLOG = 512;
    private static final int DRIP_MS = 1000;
    /** Ports that the kernel gives to nobody on its own, so that one that is given up for a while can be had again. */
    private static final int PORT_MIN = 20_000, PORTS = 12_000;

    private static final String BODY = "0123456789abcdef".repeat(32);

    private final String name;
    private final long workNs;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();
    private volatile Mode mode = Mode.WELL;
    private volatile ServerSocket listening;
    private volatile Thread accepting;

    /** On a port that it keeps whatever happens. */
    FaultyBackend(String name, long workNs) throws IOException {
        this(name, workNs, 0);
    }

    /** @param port 0 = one that is free */
    FaultyBackend(String name, long workNs, int port) throws IOException {
        this.name = name;
        this.workNs = workNs;
        this.listening = port == 0 ? listenSomewhere() : listen(port);
        this.port = listening.getLocalPort();
        acceptAll(listening);
    }

    private static ServerSocket listenSomewhere() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            try {
                return listen(PORT_MIN + ThreadLocalRandom.current().nextInt(PORTS));
            } catch (BindException e) {
                continue; // somebody has that one
            }
        }
        throw new IOException("no port is free");
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** How often a request for this target has come. */
    int arrivals(String target) {
        return arrivals.getOrDefault(target, 0);
    }

    /** Requests that were answered with 500. */
    int failed() {
        return failed.get();
    }

    /** Open ones. */
    int connections() {
        return open.size();
    }

    /** Requests that it had to do at a time, at most, since it was asked last. */
    int takeMostAtWork() {
        return mostAtWork.getAndSet(0);
    }

    /** Breaks or repairs it. From one thread. */
    void become(Mode next) {
        try {
            if (mode == Mode.GONE && next != Mode.GONE) {
                listening = listen(port);
                mode = next;
                acceptAll(listening);
            } else if (next == Mode.GONE) {
                mode = next;
                listening.close();
                awaitLastAccepted();
                abortAll();
            } else {
                mode = next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A connection that has just been accepted is reset by who accepts it, who may be put off: nothing is to be reset
     * when the caller believes that it is over.
     */
    private void awaitLastAccepted() {
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void abortAll() throws IOException {
        for (Socket socket : open) {
            abort(socket);
        }
    }

    /** Ends the connection with a reset. */
    private static void abort(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        socket.close();
    }

    private void acceptAll(ServerSocket from) {
        accepting = start(() -> {
            while (!from.isClosed()) {
                try {
                    final Socket accepted = from.accept();
                    open.add(accepted);
                    start(() -> serve(accepted));
                    if (from.isClosed()) {
                        abort(accepted); // it came while all others were reset
                    }
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    private Thread start(Runnable body) {
        final Thread thread = new Thread(body, "faulty-backend-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            final InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String target = readRequest(in); target != null; target = readRequest(in)) {
                answer(target, socket, in);
            }
        } catch (IOException e) {
            // the fault that was asked for, or the balancer has given up
        } finally {
            open.remove(socket);
        }
    }

    /** Head and body; the target, or null at the end of the connection. */
    private static String readRequest(InputStream in) throws IOException {
        final String start = readLine(in);
        if (start == null) {
            return null;
        }
        int length = 0;
        for (String line = readLine(in); line == null || !line.isEmpty(); line = readLine(in)) {
            if (line == null) {
                throw new EOFException("within a head");
            }
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (in.readNBytes(length).length < length) {
            throw new EOFException("within a body");
        }
        return start.split(" ")[1];
    }

    private static String readLine(InputStream in) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void answer(String target, Socket socket, InputStream in) throws IOException {
        final boolean isCheck = target.equals("/health");
        if (!isCheck) {
            arrivals.merge(target, 1, Integer::sum);
            mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            LockSupport.parkNanos(workNs);
            atWork.decrementAndGet();
        }
        final OutputStream out = socket.getOutputStream();
        final byte[] whole = response(target, "200 OK", BODY);
        switch (mode) {
            case SILENT -> in.transferTo(OutputStream.nullOutputStream());
            case DRIPPING -> drip(whole, socket, in);
            case RESETS_UNANSWERED -> breakOff(whole, isCheck ? whole.length : 0, socket);
            case RESETS_IN_HEAD -> breakOff(whole, isCheck ? whole.length : 25, socket);
            case RESETS_IN_BODY -> breakOff(whole, isCheck ? whole.length : whole.length - BODY.length() / 2, socket);
            case FAILS_TENTH -> out.write(!isCheck && isTenth() ? response(target, "500 Oh No", "oh no") : whole);
            case WELL, GONE -> out.write(whole);
        }
    }

    private byte[] response(String target, String status, String body) {
        return ("HTTP/1.1 " + status + "\r\n" + NAME_FIELD + ": " + name + "\r\n" + TARGET_FIELD + ": "
                        + target + "\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean isTenth() {
        return requests.incrementAndGet() % 10 == 0 && failed.incrementAndGet() > 0;
    }

    private static void breakOff(byte[] response, int after, Socket socket) throws IOException {
        socket.getOutputStream().write(response, 0, after);
        if (after < response.length) {
            abort(socket);
        }
    }

    /** Waits by reading, so that it notices when the other side has had enough. */
    private static void drip(byte[] response, Socket socket, InputStream in) throws IOException {
        socket.setSoTimeout(DRIP_MS);
        for (byte b : response) {
            socket.getOutputStream().write(b);
            try {
                if (in.read() < 0) {
                    break;
                }
            } catch (SocketTimeoutException e) {
                continue; // time for the next one
            }
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        mode = Mode.GONE;
        listening.close();
        abortAll();
    }
}
