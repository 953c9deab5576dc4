package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weir.admin.StatusTable;
import weir.model.Token;

/** {@code status}: asks a running Weir, through its admin API, how its backends are. */
@Command(
        name = "status",
        sortOptions = false,
        header = "Show the backends of a running load balancer.",
        description = "Asks the admin API. Latencies are those of the last half to full minute.",
        footer = {
            "  java -jar weir.jar status",
            "  java -jar weir.jar status --admin http://10.0.0.7:9900 --token-file token --json"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9900",
            description = "Where the admin API is, ${DEFAULT-VALUE} by default.")
    private String admin;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the token, where one is needed.")
    private Path tokenFile;

    @Option(names = "--json", description = "Print what the API answers, as it is.")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException {
        final HttpRequest request = request();
        final PrintWriter err = spec.commandLine().getErr();
        try {
            final HttpResponse<byte[]> response = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                err.println("weir status: " + admin + " answered " + response.statusCode() + reason(response));
                return ExitCode.FAILURE;
            }
            print(response.body());
            return ExitCode.FINE;
        } catch (ConnectException | HttpTimeoutException e) {
            err.println("weir status: nothing answers at " + admin);
        } catch (IOException e) {
            err.println("weir status: " + admin + " is no admin API of Weir: " + e.getMessage());
        }
        return ExitCode.FAILURE;
    }

    private static String reason(HttpResponse<byte[]> response) {
        return response.statusCode() == 401 ? ": a token is needed, or another one" : "";
    }

    private void print(byte[] pools) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.print(new String(pools, StandardCharsets.UTF_8));
            out.flush();
        } else {
            StatusTable.lines(pools).forEach(out::println);
        }
    }

    private HttpRequest request() {
        final HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(admin.replaceFirst("/+$", "") + "/api/pools"))
                    .timeout(PATIENCE);
        } catch (IllegalArgumentException e) {
            throw usage("--admin: '" + admin + "', must be a URL such as http://127.0.0.1:9900");
        }
        if (tokenFile != null) {
            request.header("Authorization", "Bearer " + token());
        }
        return request.build();
    }

    private String token() {
        try {
            final String token =
                    Files.readString(tokenFile, StandardCharsets.ISO_8859_1).strip();
            if (!Token.isValid(token)) {
                throw usage("--token-file: " + tokenFile + " holds something else than a token");
            }
            return token;
        } catch (IOException e) {
            throw usage("--token-file: " + tokenFile + " cannot be read");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
