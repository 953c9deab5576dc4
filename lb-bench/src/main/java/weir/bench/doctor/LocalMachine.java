package weir.bench.doctor;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import weir.bench.host.ShortCommand;
import weir.bench.host.Tool;

/** The machine this runs on. Thread: the command's own. */
final class LocalMachine implements Machine {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int FILE_PART_BYTES = 64 * 1024;

    private final String tokenOrNull;

    /** @param tokenOrNull what the admin API wants to know */
    LocalMachine(String tokenOrNull) {
        this.tokenOrNull = tokenOrNull;
    }

    /** Not with Files.readString, which begins with a single byte: files of /proc/sys give nothing more after that. */
    @Override
    public Optional<String> file(String path) {
        final byte[] buffer = new byte[FILE_PART_BYTES];
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = new FileInputStream(path)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                bytes.write(buffer, 0, count);
            }
            return Optional.of(bytes.toString(StandardCharsets.UTF_8).trim());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> names(String directory) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public Optional<String> version(Tool tool) {
        return tool.version();
    }

    @Override
    public Optional<String> jcmd(long pid, String command) {
        return Tool.JCMD.find().map(jcmd -> ShortCommand.output(jcmd.toString(), Long.toString(pid), command));
    }

    @Override
    public Optional<String> metrics(URI admin) {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(admin.resolve("/metrics")).timeout(ANSWER_TIME);
        if (tokenOrNull != null) {
            request.header("Authorization", "Bearer " + tokenOrNull);
        }
        try {
            final HttpResponse<String> response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_TIME)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pauseNs());
    }

    @Override
    public long pauseNs() {
        return PAUSE.toNanos();
    }
}
