package weir.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A {@link FaultyBackend} in a process of its own, which can be killed for good. It is well as long as it lives. */
final class FaultyProcess {
    private static final String READY = "listening on ";

    private FaultyProcess() {}

    /** Returns when it accepts requests. */
    static Child start(String name, int workMs, int port) throws IOException {
        final Child child = Child.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyProcess.class.getName(),
                name,
                Integer.toString(workMs),
                Integer.toString(port)));
        child.awaitLine(READY);
        return child;
    }

    public static void main(String[] arguments) throws Exception {
        final long workNs = Integer.parseInt(arguments[1]) * 1_000_000L;
        final FaultyBackend backend = new FaultyBackend(arguments[0], workNs, Integer.parseInt(arguments[2]));
        System.out.println(READY + backend.port());
        Thread.currentThread().join();
    }
}
