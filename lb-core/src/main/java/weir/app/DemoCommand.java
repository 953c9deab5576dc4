package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weir.model.Configuration;

/** {@code demo}: three demo backends as child processes, and a balancer in front of them in this one. */
@Command(
        name = "demo",
        header = "Start three demo backends and a balancer in front of them.",
        description =
                "Prints what to try: which backend answers, killing one, starting it again. Ctrl-C ends everything.",
        footer = {"  java -jar weir.jar demo", "  java -jar weir.jar demo --port 8888 --backend-port 9101"})
final class DemoCommand implements Callable<Integer> {
    private static final int BACKENDS = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of the balancer, ${DEFAULT-VALUE} by default; 0 = any that is free.")
    private int port;

    @Option(
            names = "--backend-port",
            paramLabel = "N",
            defaultValue = "9001",
            description = "Port of the first backend, ${DEFAULT-VALUE} by default; the others follow. 0 = any.")
    private int backendPort;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            defaultValue = "9900",
            description = "Port of the admin API, ${DEFAULT-VALUE} by default; 0 = any that is free.")
    private int adminPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--port", port, 65_535);
        check("--admin-port", adminPort, 65_535);
        check("--backend-port", backendPort, 65_535 - (BACKENDS - 1));
        final PrintWriter err = spec.commandLine().getErr();
        final List<BackendProcess> backends = new ArrayList<>();
        try (GracefulShutdown end = new GracefulShutdown(err)) {
            try {
                start(backends); // a signal meanwhile needs no patience: they end when this process does
                return serve(DemoConfiguration.of(port, backends, adminPort), backends, end);
            } catch (BackendProcess.NotReady | StartFailure e) {
                err.println("weir: " + e.getMessage());
                return end.failed(ExitCode.USAGE);
            } finally {
                BackendProcess.endAll(backends);
            }
        }
    }

    private void check(String option, int value, int max) {
        if (value < 0 || value > max) {
            throw new ParameterException(spec.commandLine(), option + ": " + value + ", must be 0.." + max);
        }
    }

    /**
     * All at once, because each takes a moment; then waits for each. Adds to the list so that the caller can end them.
     */
    private void start(List<BackendProcess> backends)
            throws IOException, InterruptedException, BackendProcess.NotReady {
        for (int index = 0; index < BACKENDS; index++) {
            final int port = backendPort == 0 ? 0 : backendPort + index;
            final String name = "b" + (index + 1);
            backends.add(BackendProcess.start(name, port, spec.commandLine().getOut()));
        }
        for (BackendProcess backend : backends) {
            backend.awaitReady();
        }
    }

    private int serve(Configuration configuration, List<BackendProcess> backends, GracefulShutdown end)
            throws StartFailure {
        final PrintWriter out = spec.commandLine().getOut();
        end.starting(configuration.shutdownMs());
        final Weir weir;
        try {
            weir = Weir.start(configuration);
        } catch (RuntimeException | Error e) {
            return end.failed(e);
        }
        end.running(() -> {
            BackendProcess.expectEnd(backends); // Ctrl-C reaches them, too
            Listening.stop(weir, configuration, out);
            BackendProcess.endAll(backends);
        });
        DemoGuide.printBackends(backends, out);
        Listening.print(weir, out);
        DemoGuide.printWhatToTry(
                Url.of("http", weir.listeners().get(0).address()),
                Url.of("http", weir.adminAddress().orElseThrow()),
                backends,
                out);
        end.await();
        return ExitCode.FINE;
    }
}
