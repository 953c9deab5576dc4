package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A backend in this process that does, byte by byte, what the test says. One thread per connection. */
final class ScriptedBackend implements Closeable {
    /** A crowd comes at once; where the kernel has no room for it, it waits a second or more. */
    private static final int BACKLOG = 4096;

    /** What happens on a connection; it is closed afterwards. Runs again for each connection. */
    interface Script {
        void play(Connection connection) throws Exception;
    }

    /** One connection from the balancer. */
    record Connection(Socket socket, InputStream in, OutputStream out) {
        /** Reads up to the end of a request head; false when the connection ends instead. */
        boolean awaitRequest() throws IOException {
            int matched = 0;
            for (int c = in.read(); c >= 0; c = in.read()) {
                matched = c == "\r\n\r\n".charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
                if (matched == 4) {
                    return true;
                }
            }
            return false;
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

    private final ServerSocket socket;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ScriptedBackend(Script script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        start(this::acceptAll);
    }

    /** Answers each request with the head that it had; its own has {@code lines} besides, each with its end. */
    static Script mirror(String lines) {
        return connection -> {
            for (String head = head(connection.in()); head != null; head = head(connection.in())) {
                final Matcher length = LENGTH.matcher(head);
                connection.in().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n" + lines + "\r\n" + head);
            }
        };
    }

    /** Null when the connection ends instead. */
    private static String head(InputStream in) throws IOException {
        final StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (c == '\n'
                    && head.length() > 3
                    && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return null;
    }

    int port() {
        return socket.getLocalPort();
    }

    private static void start(Runnable body) {
        final Thread thread = new Thread(body, "scripted-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                final Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                open.add(accepted);
                start(() -> play(accepted));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void play(Socket accepted) {
        try (accepted) {
            script.play(new Connection(accepted, accepted.getInputStream(), accepted.getOutputStream()));
        } catch (Exception e) {
            // The balancer's end of the connection tells the test; most scripts end like this.
        } finally {
            open.remove(accepted);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket accepted : open) {
            accepted.close();
        }
    }
}
