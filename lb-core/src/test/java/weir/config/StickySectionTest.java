package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.BalanceKey;
import weir.model.Secret;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.model.StickyCookie.SameSite;

class StickySectionTest {
    private static final String SECRET = "a secret of 24 characters";

    @TempDir
    private Path folder;

    private static Sticky read(String section) {
        return Reads.configuration(Sample.with("pools.app.sticky", section))
                .pools()
                .get(0)
                .sticky();
    }

    private static List<String> problems(String section) {
        return Reads.problems(Sample.with("pools.app.sticky", section));
    }

    private static Secret secret(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isOffByDefault() {
        assertNull(Reads.configuration(Sample.SHORTEST).pools().get(0).sticky());
    }

    @Test
    void fillsWhatIsLeftOutWithDefaults() {
        assertEquals(Sticky.by(StickyCookie.named("WEIR")), read("{cookie: WEIR}"));
    }

    @Test
    void takesEveryKeyOfACookie() {
        final StickyCookie expected =
                new StickyCookie("W", secret(SECRET), "/a", "example.com", true, false, SameSite.NONE, 91, true, false);
        assertEquals(
                Sticky.by(expected),
                read("{cookie: W, secret: " + SECRET + ", path: /a, domain: example.com, secure: true, "
                        + "http-only: false, same-site: none, max-age: 90001ms, partitioned: true, private: false}"));
    }

    @Test
    void takesKeysOfRequests() {
        assertEquals(Sticky.by(BalanceKey.SOURCE), read("{source: true}"));
        assertEquals(
                Sticky.by(new BalanceKey(BalanceKey.Kind.HEADER, "X-Session")),
                read("{header: X-Session, source: false}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "{}                            > pools.app.sticky: found none of them, accepted: one of cookie, source: true and header",
                "{cookie: W, partitioned: true} > pools.app.sticky.partitioned: found true without secure: true, accepted: true with it, as browsers ask for",
                "{source: false}               > pools.app.sticky: found none of them, accepted: one of cookie, source: true and header",
                "{cookie: W, source: true}     > pools.app.sticky: found 2 of them, accepted: one of cookie, source: true and header",
                "{cookie: W, source: true, header: X} > pools.app.sticky: found 3 of them, accepted: one of cookie, source: true and header",
                "{source: yes}                 > pools.app.sticky.source: found \"yes\", accepted: one of true, false",
                "{source: true, max-age: 1h}   > pools.app.sticky.max-age: found max-age without cookie, accepted: it with cookie only",
                "{header: X, secure: true}     > pools.app.sticky.secure: found secure without cookie, accepted: it with cookie only",
                "{cookie: W, same-site: none}  > pools.app.sticky.same-site: found none without secure: true, accepted: none with it, as browsers ask for",
                "{cookie: W, same-site: loose} > pools.app.sticky.same-site: found \"loose\", accepted: one of lax, strict, none",
                "{cookie: W, path: a}          > pools.app.sticky.path: found \"a\", accepted: a path that begins with /, of at most 256 visible characters without ;",
                "{cookie: W, path: '/a;b'}     > pools.app.sticky.path: found \"/a;b\", accepted: a path that begins with /, of at most 256 visible characters without ;",
                "{cookie: W, domain: 'a;b'}    > pools.app.sticky.domain: found \"a;b\", accepted: a host name without port",
                "{cookie: W, max-age: 500ms}   > pools.app.sticky.max-age: found \"500ms\", accepted: a duration from 1s to 9600h, such as 250ms, 5s, 2m",
                "{cookie: W, secret: short}    > pools.app.sticky.secret: found a text of 5B, accepted: a text of 16B to 1KiB",
                "{cookie: __Host-W}            > pools.app.sticky.cookie: found \"__Host-W\" without secure: true, or with a path or domain, accepted: __Host- with secure: true, path: / and no domain",
                "{cookie: __Secure-W}          > pools.app.sticky.cookie: found \"__Secure-W\" without secure: true, accepted: __Secure- with it",
                "{coockie: W, cookie: W}       > pools.app.sticky: found unknown key \"coockie\", accepted: one of cookie, source, header, secret, secret-file, path, domain, secure, http-only, same-site, max-age, partitioned, private; did you mean \"cookie\"?"
            })
    void refusesWhatMakesNoSense(String section, String problem) {
        assertEquals(List.of("weir.yaml:1: " + problem), problems(section));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a=b", "a;b", "a,b", "'\"a\"'", "ä", ""})
    void refusesNamesThatAreNoTokens(String name) {
        for (String key : List.of("cookie", "header")) {
            final List<String> problems = problems("{" + key + ": '" + name.replace("'", "''") + "'}");
            assertEquals(1, problems.size(), problems.toString());
        }
        assertEquals(1, problems("{cookie: " + "a".repeat(65) + "}").size());
    }

    @Test
    void saysNoSecretInAMessage() {
        final String text = Sample.with("pools.app.sticky", "{cookie: W, secret: hunter2}");
        assertFalse(Reads.problems(text).toString().contains("hunter2"));
        assertFalse(read("{cookie: W, secret: " + SECRET + "}").toString().contains(SECRET));
    }

    // --- the secret in a file

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void readsTheSecretFromAFileUpToItsLastLineEnds(String end) throws Exception {
        final Path file = Files.writeString(folder.resolve("secret"), SECRET + end);
        assertEquals(
                secret(SECRET),
                read("{cookie: W, secret-file: '" + file + "'}").cookie().secret());
    }

    @Test
    void warnsOfASecretFileThatEverybodyCanRead() throws Exception {
        final Path file = Files.writeString(folder.resolve("secret"), SECRET);
        final String text = Sample.with("pools.app.sticky", "{cookie: W, secret-file: '" + file + "'}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(Reads.warnings(text).toString().contains("chmod 600"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(List.of(), Reads.warnings(text));
    }

    @Test
    void refusesASecretFileThatIsNone() throws Exception {
        final Path small = Files.writeString(folder.resolve("small"), "hunter2\n");
        final Path large = Files.writeString(folder.resolve("large"), "x".repeat(5_000));
        final String accepted = ", accepted: the path of a file of 16B to 1KiB";
        for (String[] pathAndReason : new String[][] {
            {folder.resolve("none").toString(), "no file"},
            {folder.toString(), "a directory"},
            {small.toString(), "a file of 7B"},
            {large.toString(), "a file that is too large"},
        }) {
            final List<String> problems = problems("{cookie: W, secret-file: '" + pathAndReason[0] + "'}");
            assertEquals(1, problems.size());
            final String expected = "weir.yaml:1: pools.app.sticky.secret-file: found " + pathAndReason[1] + " at ";
            assertEquals(expected, problems.get(0).substring(0, expected.length()));
            assertEquals(accepted, problems.get(0).substring(problems.get(0).length() - accepted.length()));
        }
    }

    @Test
    void refusesTwoSecrets() throws Exception {
        final Path file = Files.writeString(folder.resolve("secret"), SECRET);
        assertEquals(
                List.of(
                        "weir.yaml:1: pools.app.sticky.secret-file: found secret-file and secret, accepted: one of them"),
                problems("{cookie: W, secret: " + SECRET + ", secret-file: '" + file + "'}"));
    }

    @Test
    void saysThatWeightsOfZeroLeaveStickyClients() {
        final String text = """
                listeners: {web: {bind: 127.0.0.1:8080, pool: app}}
                pools: {app: {backends: [{address: 127.0.0.1:9001, weight: 0}], sticky: {cookie: W}}}
                """;
        assertEquals(
                List.of(
                        "weir.yaml:2: pools.app.backends: warning: all weights are 0, so every request without a sticky "
                                + "cookie gets 503"),
                Reads.warnings(text));
    }
}
