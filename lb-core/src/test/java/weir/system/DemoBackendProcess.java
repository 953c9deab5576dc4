package weir.system;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** {@code weir.jar backend} in a process of its own. */
record DemoBackendProcess(Child child, int port) {
    /** Returns when it accepts requests. */
    /** @param options of the command, such as a delay */
    static DemoBackendProcess start(Stage stage, String name, String... options) throws IOException {
        return start(stage, name, List.of(options));
    }

    static DemoBackendProcess start(Stage stage, String name, List<String> options) throws IOException {
        return start(stage, name, 0, options);
    }

    /** @param port 0 = one that is free */
    static DemoBackendProcess start(Stage stage, String name, int port, List<String> options) throws IOException {
        final List<String> arguments =
                new ArrayList<>(List.of("backend", "--name", name, "--port", Integer.toString(port)));
        arguments.addAll(options);
        final Child child = stage.add(Child.start(Jar.command(List.of("-XX:+UseSerialGC", "-Xmx128m"), arguments)));
        final String ready = child.awaitLine("demo backend " + name);
        final URI url = URI.create(ready.substring(ready.lastIndexOf(' ') + 1));
        return new DemoBackendProcess(child, url.getPort());
    }
}
