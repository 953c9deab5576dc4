package weir.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weir.config.CommandLineConfig;
import weir.config.ConfigResult;
import weir.model.Configuration;

/** {@code run}: the balancer, from a file or from two options, until a signal ends it. */
@Command(
        name = "run",
        sortOptions = false,
        header = "Start the load balancer.",
        description = {
            "Serves what FILE says; or, without a file, spreads the requests that arrive at each --listen over the"
                    + " --backend addresses in turn.",
            "SIGTERM and Ctrl-C stop it gracefully: running requests are finished first, then it exits with 0;"
                    + " a second one ends it at once. SIGUSR1 opens the access log anew."
        },
        footer = {
            "  java -jar weir.jar run weir.yaml",
            "  java -jar weir.jar run --listen 8081 --backend 127.0.0.1:8082 --backend 127.0.0.1:8083"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Configuration, YAML or JSON.")
    private Path file;

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            description = "Where clients connect; may be repeated. Only together with --backend.")
    private List<String> listens = List.of();

    @Option(
            names = "--backend",
            paramLabel = "HOST:PORT",
            description = "A service to send requests to; repeat it for each.")
    private List<String> backends = List.of();

    @Override
    public Integer call() {
        final PrintWriter err = spec.commandLine().getErr();
        try (GracefulShutdown end = new GracefulShutdown(err);
                OperatorSignals signals = new OperatorSignals()) {
            final Optional<ConfigResult.Loaded> config = ConfigReport.print(config(), err);
            return config.isEmpty() ? ExitCode.USAGE : serve(config.get(), end, signals);
        }
    }

    private int serve(ConfigResult.Loaded loaded, GracefulShutdown end, OperatorSignals signals) {
        final PrintWriter err = spec.commandLine().getErr();
        final Configuration configuration = loaded.configuration();
        // Where standard output is the access log, who reads that expects nothing else there.
        final PrintWriter out =
                configuration.accessLog().isStdout() ? err : spec.commandLine().getOut();
        end.starting(configuration.shutdownMs());
        final Weir weir;
        try {
            weir = Weir.start(configuration);
        } catch (StartFailure e) {
            final boolean hasPlace = file != null && e.path() != null;
            err.println("weir: " + (hasPlace ? ConfigReport.text(e, loaded) : e.getMessage()));
            return end.failed(ExitCode.USAGE);
        } catch (RuntimeException | Error e) {
            return end.failed(e);
        }
        signals.started(weir);
        end.running(() -> Listening.stop(weir, configuration, out));
        Listening.print(weir, out);
        end.await();
        return ExitCode.FINE;
    }

    private ConfigResult config() {
        final boolean hasOptions = !listens.isEmpty() || !backends.isEmpty();
        if (file != null && hasOptions) {
            throw usage("either FILE or --listen with --backend, not both");
        }
        if (file != null) {
            return ConfigReport.read(file, spec.commandLine().getErr());
        }
        if (listens.isEmpty() || backends.isEmpty()) {
            throw usage(hasOptions ? missingOption() : "nothing to run: give FILE, or --listen with --backend");
        }
        return CommandLineConfig.of(listens, backends);
    }

    private String missingOption() {
        return listens.isEmpty()
                ? "--backend needs --listen [HOST:]PORT beside it"
                : "--listen needs --backend HOST:PORT beside it";
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
