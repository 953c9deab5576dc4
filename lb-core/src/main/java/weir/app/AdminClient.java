package weir.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weir.admin.ApiText;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;
import weir.model.Token;
import weir.text.OneLine;

/**
 * The admin API of a running Weir, for the commands that ask it: their common options, and one request at a time.
 * Thread: the command's.
 */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK_END = 300;
    private static final int PORT_MAX = 65_535;
    /** A token, and line ends. */
    private static final int TOKEN_FILE_BYTES_MAX = 64 << 10;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9900",
            description = "Where the admin API is, ${DEFAULT-VALUE} by default.")
    private String admin;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the token, where one is needed.")
    private Path tokenFile;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** It was not done, for a reason that is for the user, whole; escaped by whoever prints it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private Refused(String message) {
            super(message);
        }
    }

    /** Segments of a path, each of which may hold anything. */
    static String path(String... segments) {
        final StringBuilder path = new StringBuilder("/api");
        for (String segment : segments) {
            path.append('/')
                    .append(URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return path.toString();
    }

    byte[] get(String path) throws Refused, InterruptedException {
        return send("GET", path, null, 0).body();
    }

    /**
     * @param body JSON; null = none
     * @param waitMs how long the other side has been asked to wait
     */
    HttpResponse<byte[]> send(String method, String path, String body, int waitMs)
            throws Refused, InterruptedException {
        final HttpRequest request = request(method, path, body, waitMs);
        try {
            final HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= OK_END) {
                throw new Refused(admin + " answered " + response.statusCode() + reason(response));
            }
            response.headers().firstValue(ApiText.NOT_KEPT).ifPresent(this::warn);
            return response;
        } catch (ConnectException | HttpTimeoutException e) {
            throw new Refused("nothing answers at " + admin);
        } catch (IOException e) {
            throw new Refused(admin + " is no admin API of Weir: " + OneLine.reason(e));
        }
    }

    private void warn(String notSaved) {
        spec.commandLine()
                .getErr()
                .println("warning: done, but a restart of Weir will undo it: " + OneLine.of(notSaved));
    }

    private static String reason(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() == 401) {
            return ": a token is needed, or another one";
        }
        final String detail =
                response.headers().firstValue("content-type").orElse("").contains("json")
                        ? ApiText.member(response.body(), "detail")
                        : null;
        return detail == null ? "" : ": " + detail;
    }

    private HttpRequest request(String method, String path, String body, int waitMs) {
        final HttpRequest.Builder request;
        try {
            final URI url = URI.create(admin.replaceFirst("/+$", "") + path);
            if (url.getPort() > PORT_MAX) {
                throw new IllegalArgumentException("port out of range"); // connecting would say it too late
            }
            request = HttpRequest.newBuilder(url).timeout(PATIENCE.plusMillis(waitMs));
        } catch (IllegalArgumentException e) {
            throw usage("--admin: '" + admin + "', must be a URL such as http://127.0.0.1:9900");
        }
        if (tokenFile != null) {
            request.header("Authorization", "Bearer " + token());
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private String token() {
        try {
            final byte[] bytes = BoundedFile.readFileOrPipe(tokenFile, TOKEN_FILE_BYTES_MAX);
            final String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
            if (!Token.isValid(token)) {
                throw usage("--token-file: " + tokenFile + " holds something else than a token");
            }
            return token;
        } catch (UnreadableFileException e) {
            throw usage("--token-file: found " + e.getMessage() + " at " + tokenFile + ", must be a file with a token");
        }
    }

    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
