package weir.system;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** {@code weir.jar backend} in a process of its own. */
record DemoBackendProcess(Child child, int port) {
    /** Returns when it accepts requests. */
    static DemoBackendProcess start(Stage stage, String name) throws IOException {
        final List<String> arguments = List.of("backend", "--name", name, "--port", "0");
        final Child child = stage.add(Child.start(Jar.command(List.of("-XX:+UseSerialGC", "-Xmx128m"), arguments)));
        final String ready = child.awaitLine("demo backend " + name);
        final URI url = URI.create(ready.substring(ready.lastIndexOf(' ') + 1));
        return new DemoBackendProcess(child, url.getPort());
    }
}
