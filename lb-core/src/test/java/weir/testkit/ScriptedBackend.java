package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import weir.net.IoHandler;
import weir.net.Transport;

/**
 * A service at one address: says what becomes of attempts to connect, and keeps the connections. Verbs without a
 * connection speak of the newest.
 */
public final class ScriptedBackend implements ScriptedNetwork.Host {
    /** What an attempt to connect meets. */
    public enum Door {
        /** Connected before {@code connect} returns, as on loopback. */
        OPEN,
        /** Connected at the next turn. */
        OPENS_LATER,
        /** Nothing happens until {@link BackendConnection#accepts} or {@link BackendConnection#refuses}. */
        SILENT,
        /** Refused before {@code connect} returns, as on loopback. */
        REFUSES,
        REFUSES_LATER,
        /** The process has no descriptor left. */
        NO_DESCRIPTOR,
        NO_MEMORY
    }

    private final LoopHarness harness;
    private final InetSocketAddress address;
    private final List<BackendConnection> connections = new ArrayList<>();
    private Door door = Door.OPEN;
    private long window = ScriptedTransport.UNLIMITED;
    private int attempts;

    ScriptedBackend(LoopHarness harness, InetSocketAddress address) {
        this.harness = harness;
        this.address = address;
    }

    public ScriptedBackend door(Door is) {
        door = is;
        return this;
    }

    /** What new connections take before their window is full. */
    public void newConnectionsTakeOnly(long bytes) {
        window = bytes;
    }

    @Override
    public Transport onConnect(IoHandler handler) throws IOException {
        attempts++;
        switch (door) {
            case REFUSES -> throw new ConnectException("Connection refused");
            case NO_DESCRIPTOR -> throw new IOException("Too many open files");
            case NO_MEMORY -> throw new IOException("No buffer space available");
            default -> {}
        }
        final ScriptedTransport transport = harness.network().open(handler, address, LoopHarness.WEIR);
        final BackendConnection connection = new BackendConnection(harness, transport);
        transport.window(window);
        if (door != Door.OPEN) {
            transport.startConnecting();
        }
        if (door == Door.OPENS_LATER) {
            connection.accepts();
        } else if (door == Door.REFUSES_LATER) {
            connection.refuses();
        }
        connections.add(connection);
        return transport;
    }

    public List<BackendConnection> connections() {
        return connections;
    }

    /** Attempts to connect, whatever became of them. */
    public int attempts() {
        return attempts;
    }

    public void expectsAttempts(int count) {
        harness.settle();
        assertEquals(count, attempts, "attempts to connect to " + address);
    }

    public BackendConnection newest() {
        harness.settle();
        assertTrue(!connections.isEmpty(), "nobody has connected to " + address);
        return connections.get(connections.size() - 1);
    }

    public WireMessage expectsRequest(String startLine) {
        return newest().expectsRequest(startLine);
    }

    public WireMessage expectsRequest(String startLine, String body) {
        return newest().expectsRequest(startLine, body);
    }

    /** Answers each whole request that is on any connection and was not checked yet. */
    public int answersAll(Function<WireMessage, String> body) {
        return answersAll(200, body);
    }

    public int answersAll(int status, Function<WireMessage, String> body) {
        harness.settle();
        int count = 0;
        for (BackendConnection connection : connections) {
            final WireMessage request = WireMessage.read(connection.unseen(), 0, false, false, connection.isEnded());
            if (request != null && request.isWhole() && !connection.isEnded()) {
                connection.sees(request.end());
                connection.answers(status, body.apply(request));
                count++;
            }
        }
        return count;
    }

    public void answers(String body) {
        newest().answers(body);
    }

    public void answers(int status, String body) {
        newest().answers(status, body);
    }

    public void sends(String text) {
        newest().sends(text);
    }

    public void ends() {
        newest().ends();
    }

    public void resets() {
        newest().resets();
    }
}
