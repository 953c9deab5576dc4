package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.Admin;

class AdminSectionTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path folder;

    private static Admin admin(String value) {
        return Reads.configuration(Sample.with("admin", value)).admin();
    }

    private static String problem(String value) {
        final List<String> problems = Reads.problems(Sample.with("admin", value));
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    private Path tokenFile(String content, String permissions) throws IOException {
        final Path file = Files.writeString(folder.resolve("token"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void isOffUnlessItIsThere() {
        assertFalse(Reads.configuration(Sample.SHORTEST).admin().isOn());
    }

    @Test
    void isForThisMachineAloneUnlessItSaysOtherwise() {
        assertEquals(new InetSocketAddress("127.0.0.1", 9900), admin("{}").bind());
        assertNull(admin("{}").token());
        assertEquals(new InetSocketAddress("127.0.0.1", 9901), admin("9901").bind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{bind: 0.0.0.0:9900}", "{bind: 10.0.0.7:9900}", "':9900'", "{bind: '[::]:9900'}"})
    void wantsATokenWhereOthersCanReachIt(String value) {
        final String problem = problem(value);
        assertTrue(problem.startsWith("weir.yaml:1: admin"), problem);
        assertTrue(problem.contains("without a token, accepted: an address of this machine only"), problem);
    }

    @Test
    void takesATokenFromTheFileOrFromAnother() throws IOException {
        assertTrue(admin("{bind: 0.0.0.0:9900, token: " + TOKEN + "}").token().matches(TOKEN));
        final Path file = tokenFile(TOKEN + "\n", "rw-------");
        assertTrue(admin("{bind: 0.0.0.0:9900, token-file: '" + file + "'}")
                .token()
                .matches(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-secret", "'hunter2 hunter2 hunter2'", "hunter2=hunter2=hunter2"})
    void neverRepeatsASecretThatItRefuses(String token) {
        final String problem = problem("{bind: 0.0.0.0:9900, token: " + token + "}");
        assertTrue(problem.contains("admin.token: found a token of "), problem);
        assertFalse(problem.contains("hunter2"), problem);
    }

    @Test
    void refusesAFileWithSomethingElseInItOrNone() throws IOException {
        final Path file = tokenFile("not a token, but a sentence\n", "rw-------");
        final String problem = problem("{token-file: '" + file + "'}");
        assertTrue(problem.contains("admin.token-file: found a token of 27 characters"), problem);
        assertTrue(problem("{token-file: /nowhere/token}").contains("found no file at \"/nowhere/token\""));
    }

    @Test
    void warnsOfAFileThatEverybodyCanRead() throws IOException {
        final Path file = tokenFile(TOKEN, "rw-r--r--");
        final List<String> warnings = Reads.warnings(Sample.with("admin", "{token-file: '" + file + "'}"));
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("chmod 600"), warnings::toString);
    }

    @Test
    void refusesBothWaysToGiveATokenAtOnce() throws IOException {
        final Path file = tokenFile(TOKEN, "rw-------");
        assertTrue(problem("{token: " + TOKEN + ", token-file: '" + file + "'}").contains("one of the two"));
    }

    @Test
    void refusesTheAddressOfAListener() {
        assertTrue(problem("{bind: 127.0.0.1:8080}").contains("which listeners.web.bind has already"));
    }

    @Test
    void takesNamesInAnyCase() {
        assertEquals(List.of("weir.internal"), admin("{hosts: [Weir.Internal]}").hosts());
        assertTrue(problem("{hosts: ['a b']}").contains("admin.hosts[0]: found \"a b\", accepted: a host name"));
    }
}
