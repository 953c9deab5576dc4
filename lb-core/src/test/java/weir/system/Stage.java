package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Starts what a test needs and ends all of it with the test, the last first. */
final class Stage implements Closeable {
    private final Deque<Closeable> started = new ArrayDeque<>();

    <T extends Closeable> T add(T thing) {
        started.push(thing);
        return thing;
    }

    WeirProcess weir(String yaml) throws IOException {
        return weir(WeirProcess.USUAL, yaml);
    }

    WeirProcess weir(List<String> options, String yaml) throws IOException {
        return WeirProcess.start(this, List.of(), options, yaml);
    }

    /** One listener, one pool, everything else as it is by default. */
    WeirProcess weirBefore(int... backendPorts) throws IOException {
        return weir(Yaml.before(backendPorts));
    }

    DemoBackendProcess demoBackend(String name, String... options) throws IOException {
        return DemoBackendProcess.start(this, name, options);
    }

    NginxPeer nginx() throws IOException {
        return NginxPeer.start(this);
    }

    PythonPeer python() throws IOException {
        return PythonPeer.start(this);
    }

    ScriptedBackend backend(ScriptedBackend.Script script) throws IOException {
        return add(new ScriptedBackend(script));
    }

    RawClient client(int port) throws IOException {
        return add(new RawClient(port));
    }

    @Override
    public void close() throws IOException {
        final IOException failures = new IOException("not all of the stage ended well");
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.addSuppressed(e);
            }
        }
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }
}
