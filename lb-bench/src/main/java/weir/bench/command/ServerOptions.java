package weir.bench.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import weir.bench.host.Jvm;
import weir.bench.host.Ports;

/** Options of commands that start servers. Thread: the command's own. */
public final class ServerOptions {
    @Option(
            names = "--java",
            paramLabel = "FILE",
            description = "JVM of all that is started (default: the one running this)")
    private String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "for the JVM of each proxy; repeat it for more")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--base-port",
            defaultValue = "18000",
            description = "first loopback port to try (default: ${DEFAULT-VALUE})")
    private int basePort;

    /** Of a proxy. */
    public Jvm jvm() {
        return new Jvm(java, jvmOptions);
    }

    /** From the first one on. */
    public Ports ports() {
        return new Ports(basePort);
    }
}
