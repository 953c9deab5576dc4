package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** {@code weir.jar backend} in a process of its own. */
record DemoBackendProcess(Child child, int port) implements Closeable {
    /** Returns when it accepts requests. */
    static DemoBackendProcess start(String name, int port) throws IOException {
        final List<String> arguments =
                new ArrayList<>(List.of("backend", "--name", name, "--port", Integer.toString(port)));
        final Child child = Child.start(Jar.command(List.of("-XX:+UseSerialGC", "-Xmx128m"), arguments));
        final String ready = child.awaitLine("demo backend " + name);
        return new DemoBackendProcess(
                child, URI.create(ready.substring(ready.lastIndexOf(' ') + 1)).getPort());
    }

    /** Sends SIGKILL. */
    void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
