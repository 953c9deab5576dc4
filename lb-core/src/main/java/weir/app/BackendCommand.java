package weir.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import weir.app.demo.Delay;
import weir.app.demo.DemoBackend;
import weir.text.OneLine;

/** {@code backend}: the demo backend in the foreground, until a signal ends it. */
@Command(
        name = "backend",
        header = "Start a demo backend, something to balance.",
        description = {
            "Answers every request with a JSON description of it. Query parameters change the answer:",
            "  ?delay=50ms, ?delay=5ms..50ms    answer later",
            "  ?status=503                      answer with that status",
            "  ?bytes=1GiB[&chunked=true]       send that many bytes instead",
            "  ?sse=5&every=200ms               send server-sent events, one by one",
            "  ?abort=before, ?abort=middle     close without a response, or half-way through it",
            "Paths with a meaning:",
            "  GET /health                      200, or 503 when down or failing",
            "  POST /health/down, /health/up    change what /health says, and nothing else",
            "  POST /fail[?for=10s], /recover   fail every request, and stop doing so"
        },
        footer = {
            "  java -jar weir.jar backend --port 9001 --name b1",
            "  java -jar weir.jar backend --port 9002 --name b2 --delay 5ms..50ms --fail-rate 0.1",
            "  curl 'http://127.0.0.1:9001/some/path?delay=100ms'",
            "  curl -X POST 'http://127.0.0.1:9001/fail?for=10s'"
        })
final class BackendCommand implements Callable<Integer> {
    /** Its own bound is 5 seconds. */
    private static final int STOP_MS = 5_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            required = true,
            paramLabel = "N",
            description = "Port to listen on; 0 = any that is free.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on, ${DEFAULT-VALUE} by default.")
    private String bind;

    @Option(names = "--name", paramLabel = "NAME", description = "Who answers; backend-PORT by default.")
    private String name;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DelayOption.class,
            description = "Simulated processing time of each request: 20ms, or any of 5ms..50ms with the same chance.")
    private Delay delay = Delay.NONE;

    @Option(
            names = "--fail-rate",
            paramLabel = "0..1",
            description = "Share of the requests answered with 500, such as 0.1.")
    private double failRate;

    /** The demo's children watch their standard input: the system closes it however the demo dies. */
    @Option(names = "--exit-with-parent", hidden = true)
    private boolean exitsWithParent;

    @Override
    public Integer call() {
        if (exitsWithParent) {
            haltAtEndOf(System.in);
        }
        final DemoBackend.Options options = options();
        final PrintWriter err = spec.commandLine().getErr();
        try (GracefulShutdown end = new GracefulShutdown(err)) {
            end.starting(STOP_MS);
            final DemoBackend backend;
            try {
                backend = DemoBackend.start(options);
            } catch (IOException e) {
                final String who = name == null ? "demo backend: " : "demo backend " + name + ": ";
                err.println("weir: " + who + reason(options.bind(), e));
                return end.failed(ExitCode.USAGE);
            } catch (RuntimeException | Error e) {
                return end.failed(e);
            }
            end.running(backend::stop);
            spec.commandLine().getOut().println(readyLine(backend.name(), Url.of("http", backend.address())));
            end.await();
            return ExitCode.FINE;
        }
    }

    private DemoBackend.Options options() {
        if (port < 0 || port > 65_535) {
            throw usage("--port: " + port + ", must be 0..65535");
        }
        if (!(failRate >= 0 && failRate <= 1)) { // so that NaN fails, too
            throw usage("--fail-rate: " + failRate + ", must be 0..1");
        }
        if (name != null && !name.matches("[A-Za-z0-9._-]{1,64}")) { // it is sent in a header field
            throw usage("--name: '" + name + "', must be 1 to 64 letters, digits, dots, dashes or underscores");
        }
        final InetSocketAddress address = new InetSocketAddress(bind, port);
        if (address.isUnresolved()) {
            throw usage("--bind: '" + bind + "', must be an address or name of this host");
        }
        return new DemoBackend.Options(address, name, delay, failRate);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String reason(InetSocketAddress address, IOException e) {
        final String authority = Url.authority(address);
        return "Address already in use".equals(e.getMessage())
                ? authority + " is in use"
                : "cannot listen on " + authority + ": " + OneLine.reason(e);
    }

    /** The line that says a backend accepts requests; {@link BackendProcess} waits for it. */
    private static String readyLine(String name, String url) {
        return BackendProcess.READY + name + " on " + url;
    }

    private static void haltAtEndOf(InputStream in) {
        // Owns: standard input.
        final Thread watch = new Thread(
                () -> {
                    try {
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // as good as the end
                    }
                    Runtime.getRuntime().halt(ExitCode.FINE); // nobody is left who would wait for an orderly end
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Reports what is accepted instead of the type that could not be made. */
    static final class DelayOption implements ITypeConverter<Delay> {
        @Override
        public Delay convert(String text) {
            try {
                return Delay.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
