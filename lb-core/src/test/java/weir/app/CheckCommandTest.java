package weir.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.NamedPipe;
import weir.testkit.TlsFixtures;

final class CheckCommandTest {
    @TempDir
    private Path folder;

    @Test
    void saysHowMuchAGoodFileConfigures() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                  api: {bind: 127.0.0.1:8081, pool: one}
                pools:
                  app: {backends: [127.0.0.1:9001, 127.0.0.1:9002]}
                  one: {backends: [127.0.0.1:9003]}
                """);
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(file + ": ok (2 listeners, 2 pools, 3 backends)\n", cli.out());
        assertEquals("", cli.err());
        assertEquals(ExitCode.FINE, cli.status());
    }

    @Test
    void saysWhatElseBecomesOfARequest() throws IOException {
        final Path file = write("""
                listeners:
                  web:
                    bind: 127.0.0.1:8080
                    mode: https-redirect
                    https-port: 8443
                    routes:
                      - {path: /.well-known/*, pool: app}
                      - {path: /old, redirect: /new, status: 301}
                      - {path: /ok, respond: 204}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                """);
        assertEquals("web: GET /x: no route, 308 to https://{host}:8443{path_and_query}", request(file, "/x"));
        assertEquals("web: GET /.well-known/a: routes[0] of line 7, pool app", request(file, "/.well-known/a"));
        assertEquals("web: GET /old: routes[1] of line 8, 301 to /new", request(file, "/old"));
        assertEquals("web: GET /ok: routes[2] of line 9, response 204", request(file, "/ok"));
        final Cli cli = Cli.run("check", file.toString(), "--request", "/", "--client", "10.0.0.0/8");
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(
                "weir check: --client: found \"10.0.0.0/8\", accepted: an IP address, or unix; see weir check --help",
                cli.err().lines().findFirst().orElse(""));
    }

    private static String request(Path file, String target) throws IOException {
        return Cli.run("check", file.toString(), "--request", target)
                .out()
                .lines()
                .toList()
                .get(1);
    }

    @Test
    void saysWhichRouteTakesARequestAndWhy() throws IOException {
        final Path file = write("""
                listeners:
                  web:
                    bind: 127.0.0.1:8080
                    routes:
                      - {host: a.example, path: /v1/*, methods: [PUT], pool: one}
                      - headers: {X-Beta: "1"}
                        clients: [10.0.0.0/8]
                        not: {path: /b}
                        pool: one
                      - {path: /v1/*, pool: one}
                    pool: app
                  plain: {bind: 127.0.0.1:8081, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                  one: {backends: [127.0.0.1:9003]}
                """);
        final String ok = file + ": ok (2 listeners, 2 pools, 2 backends)\n";
        assertEquals(
                ok + "web: GET http://b.example/v1/%61: routes[2] of line 10, pool one\n"
                        + "  not routes[0] of line 5, for its host, methods\n"
                        + "  not routes[1] of line 6, for its header x-beta, clients\n"
                        + "plain: GET http://b.example/v1/%61: no route, pool app\n",
                Cli.run("check", file.toString(), "--request", "http://b.example/v1/%61")
                        .out());
        assertEquals(
                ok + "web: PUT /b: no route, pool app\n"
                        + "  not routes[0] of line 5, for its host, path\n"
                        + "  not routes[1] of line 6, for its not\n"
                        + "  not routes[2] of line 10, for its path\n"
                        + "plain: PUT /b: no route, pool app\n",
                Cli.run(
                                "check",
                                file.toString(),
                                "--request=PUT /b",
                                "--header=X-Beta: 1",
                                "--header=Host: x",
                                "--client=10.1.2.3")
                        .out());
        assertEquals(
                ok + "web: GET //v1: refused, 400 ambiguous_path\nplain: GET //v1: no route, pool app\n",
                Cli.run("check", file.toString(), "--request", "//v1").out());
    }

    /** Opening it would wait for a writer. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "listeners.web.tls.certificate",
                "listeners.web.tls.key",
                "listeners.web.tls.client-ca",
                "pools.app.tls.ca",
                "pools.app.health.ca",
                "pools.app.sticky.secret-file",
                "pools.app.fallback.body-file",
                "admin.token-file",
                "state-file"
            })
    @Timeout(60)
    void refusesANamedPipeAndADeviceWhereAFileIsRead(String path) throws Exception {
        final Path pipe = NamedPipe.make(folder.resolve("pipe"));
        for (String noFile : List.of(pipe.toString(), "/dev/zero")) {
            final Path file = write(withFile(path, noFile));
            final Cli cli = Cli.run("check", file.toString());
            assertEquals(ExitCode.USAGE, cli.status());
            final String found = noFile.equals("/dev/zero") ? "a device" : "a named pipe";
            final List<String> said =
                    cli.errLines().stream().filter(line -> line.contains(found)).toList();
            assertEquals(1, said.size(), cli.err());
            assertTrue(said.get(0).contains(noFile), cli.err());
            assertTrue(
                    said.get(0).matches(Pattern.quote(file + ":") + "[0-9]+: " + Pattern.quote(path) + ": .*"),
                    cli.err());
        }
    }

    private static String withFile(String path, String noFile) {
        final String certificate = path.endsWith("certificate")
                ? noFile
                : TlsFixtures.file("localhost.pem").toString();
        final String key = path.endsWith("key")
                ? noFile
                : TlsFixtures.file("localhost-key.pem").toString();
        final String authorities = TlsFixtures.file("authority.pem").toString();
        return """
                admin: {bind: 127.0.0.1:9900%s}
                %s
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app, tls: {certificate: '%s', key: '%s', client-certificate: optional, client-ca: '%s'}}
                pools:
                  app:
                    backends: [127.0.0.1:9001]
                    tls: {ca: '%s'}
                    health: {type: http, tls: true, ca: '%s'}
                    sticky: {cookie: W%s}
                    fallback: {status: 503%s}
                """.formatted(
                        path.startsWith("admin") ? ", token-file: '" + noFile + "'" : "",
                        path.startsWith("state") ? "state-file: '" + noFile + "'" : "",
                        certificate,
                        key,
                        path.endsWith("client-ca") ? noFile : authorities,
                        path.endsWith("app.tls.ca") ? noFile : authorities,
                        path.endsWith("health.ca") ? noFile : authorities,
                        path.endsWith("secret-file") ? ", secret-file: '" + noFile + "'" : "",
                        path.endsWith("body-file") ? ", body-file: '" + noFile + "'" : "");
    }

    /** A shell makes such a path of {@code <(command)}. */
    @Test
    @Timeout(60)
    void readsAConfigurationFromAPipeAndSaysWhenItWaitsForOne() throws Exception {
        final Path pipe = NamedPipe.make(folder.resolve("pipe"));
        final byte[] text = """
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                """.getBytes(StandardCharsets.UTF_8);
        try (RunningCli cli = new RunningCli("check", pipe.toString())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cli.err().contains(pipe + ": waiting for a configuration to come through this pipe"));
            NamedPipe.write(pipe, text);
            cli.awaitLine(pipe + ": ok (1 listener, 1 pool, 1 backend)");
        }
        final Cli zero = Cli.run("check", "/dev/zero");
        assertEquals(ExitCode.USAGE, zero.status());
        assertEquals("/dev/zero: found a device, accepted: a YAML or JSON file\n", zero.err());
    }

    @Test
    void countsOneThingInTheSingular() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                """);
        assertEquals(
                file + ": ok (1 listener, 1 pool, 1 backend)\n",
                Cli.run("check", file.toString()).out());
    }

    @Test
    void printsAllProblemsOneLineEach() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:99999, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001], timeouts: {connect: soon}}
                """);
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(2, cli.errLines().size(), cli.err());
        assertTrue(cli.errLines().get(0).startsWith(file + ":2: listeners.web.bind: "), cli.err());
        assertTrue(cli.errLines().get(1).startsWith(file + ":4: pools.app.timeouts.connect: "), cli.err());
        assertEquals("", cli.out());
    }

    @Test
    void warnsOfWhatIsOddAndAcceptsItAllTheSame() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                  spare: {backends: [127.0.0.1:9002]}
                """);
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(ExitCode.FINE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
        assertTrue(cli.err().contains("spare"), cli.err());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        final Path file = folder.resolve("nowhere.yaml");
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
        assertTrue(cli.err().contains("no such file"), cli.err());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("weir.yaml"), yaml);
    }
}
