package weir.bench.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.Console;

/** {@code doctor}: checks what was asked for, looks at the machine, prints what it found. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = {
            "Looks at this machine before one measures on it, and says what would spoil a measurement.",
            "",
            "It reads limits and settings of the kernel, who shares the cores, what others do on them for a second, and "
                    + "which programs are there. With --pid it looks at a running Weir, too: the options of its JVM, and "
                    + "whether that is still compiling or collecting garbage. With --admin it asks Weir whether connections to "
                    + "backends are used again. Look with --pid and --admin while the load is on, and without them before.",
            "",
            "A finding is fine, unknown (cannot be found out), beware (some measurements suffer) or spoils. The exit code is "
                    + "1 when one spoils. Nothing is changed; a fix is a command for you to run.",
            ""
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int CONNECTIONS_MAX = 1_000_000;

    @Option(
            names = "--connections",
            paramLabel = "COUNT",
            defaultValue = "64",
            description = "that clients are going to open (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--pid", description = "process of a running Weir")
    private Long pid;

    @Option(names = "--admin", paramLabel = "URL", description = "its admin API, such as http://127.0.0.1:9900")
    private URI admin;

    @Option(names = "--token-file", paramLabel = "FILE", description = "with the token of that API, where it wants one")
    private Path tokenFile;

    @Option(names = "--explain", description = "say what each finding means, also where it is fine")
    private boolean explainsAll;

    @Option(names = "--json", description = "for programs")
    private boolean isJson;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        final Machine machine = new LocalMachine(token());
        final List<Finding> findings = new Doctor(machine, connections, pid, admin).examine();
        console.print(isJson ? DoctorJson.of(findings) : new DoctorText(findings, explainsAll));
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.SPOILS) ? 1 : 0;
    }

    private void check() {
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw console.refusal("--connections: " + connections + ", must be 1.." + CONNECTIONS_MAX);
        }
        if (pid != null && !Files.isDirectory(Path.of("/proc", pid.toString()))) {
            throw console.refusal("--pid: " + pid + ", no such process");
        }
        if (admin != null && (!"http".equals(admin.getScheme()) || admin.getHost() == null)) {
            throw console.refusal("--admin: " + admin + ", must be http://HOST:PORT");
        }
        if (tokenFile != null && admin == null) {
            throw console.refusal("--token-file: needs --admin");
        }
    }

    private String token() throws IOException {
        if (tokenFile == null) {
            return null;
        }
        if (!Files.isRegularFile(tokenFile)) {
            throw console.refusal("--token-file: " + tokenFile + ", no such file");
        }
        return Files.readString(tokenFile).trim();
    }
}
