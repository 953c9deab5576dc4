package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.config.ConfigFile;
import weir.config.ConfigResult;

/** {@code check} finds what {@code run} would refuse on this machine. Sockets: bound for a moment, by Unix paths. */
@Timeout(60)
final class DryStartTest {
    @TempDir
    Path folder;

    private Path write(String more, String bind) throws IOException {
        return Files.writeString(folder.resolve("weir.yaml"), """
                %s
                listeners:
                  web:
                    bind: %s
                    pool: app
                pools: {app: {backends: [127.0.0.1:9], health: none}}
                loops: 1
                """.formatted(
                        more.replace("DIR", folder.toString()), bind.replace("DIR", folder.toString())));
    }

    /** What both say of the same file. */
    private String refused(String more, String bind, String... options) throws IOException {
        final Path file = write(more, bind);
        final String[] command = new String[options.length + 2];
        command[0] = "check";
        System.arraycopy(options, 0, command, 1, options.length);
        command[options.length + 1] = file.toString();
        final Cli check = Cli.run(command);
        assertEquals(ExitCode.USAGE, check.status(), check.out());
        assertEquals("", check.out());
        assertEquals(1, check.errLines().size(), check.err());
        final ConfigResult.Loaded loaded = (ConfigResult.Loaded) ConfigFile.read(file);
        assertThrows(
                StartFailure.class, () -> Weir.start(loaded.configuration()).stop());
        return check.err().replace(folder.toString(), "DIR").strip();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DIR/missing/access.log | its directory does not exist",
                "DIR | it is a directory",
                "DIR/weir.yaml/access.log | its directory does not exist",
                "/proc/access.log | its directory is not writable",
                "/proc/version | permission denied",
            })
    void findsALogThatCannotBeWritten(String path, String reason) throws IOException {
        assumeFalse(
                path.startsWith("/proc") && Files.isWritable(Path.of("/proc/version")),
                "who may do everything is refused nothing");
        assertEquals(cannotBeOpened(path, reason), refused("log: {access: " + path + "}", "127.0.0.1:0"));
    }

    private static String cannotBeOpened(String path, String reason) {
        return "DIR/weir.yaml:1: log.access: found the file " + path + ", which cannot be opened: " + reason
                + ", accepted: a file in a directory that is there and writable, - or none";
    }

    @Test
    void followsTheLogsLinkAsAStartDoes() throws IOException {
        final Path link = folder.resolve("access.log");
        Files.createSymbolicLink(link, link);
        assertEquals(
                cannotBeOpened(
                        "DIR/access.log",
                        "Too many levels of symbolic links or unable to access attributes of symbolic link"),
                refused("log: {access: DIR/access.log}", "127.0.0.1:0"));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("missing/access.log"));
        assertEquals(
                cannotBeOpened("DIR/access.log", "its directory does not exist"),
                refused("log: {access: DIR/access.log}", "127.0.0.1:0"));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("later.log"));
        final Path file = write("log: {access: DIR/access.log}", "127.0.0.1:0");
        assertEquals(ExitCode.FINE, Cli.run("check", file.toString()).status());
        assertFalse(Files.exists(folder.resolve("later.log")));
    }

    @Test
    void findsALogThatIsASocketOrHasTooLongAName() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("a.sock")));
            assertEquals(
                    cannotBeOpened("DIR/a.sock", "it is a socket"),
                    refused("log: {access: DIR/a.sock}", "127.0.0.1:0"));
        }
        final String longName = "DIR/" + "a".repeat(256);
        assertEquals(
                cannotBeOpened(longName, "File name too long"),
                refused("log: {access: " + longName + "}", "127.0.0.1:0"));
    }

    @Test
    void makesNoFileAndTakesWhatIsThere() throws IOException {
        final Path file = write("log: {access: DIR/access.log}", "unix:DIR/weir.sock");
        assertEquals(ExitCode.FINE, Cli.run("check", "--bind", file.toString()).status());
        assertFalse(Files.exists(folder.resolve("access.log")));
        assertFalse(Files.exists(folder.resolve("weir.sock")));
        Files.writeString(folder.resolve("access.log"), "a line\n");
        assertEquals(ExitCode.FINE, Cli.run("check", file.toString()).status());
        assertEquals("a line\n", Files.readString(folder.resolve("access.log")));
        for (String other : List.of("-", "none", "/dev/null")) {
            assertEquals(
                    ExitCode.FINE,
                    Cli.run("check", write("log: {access: " + other + "}", "0").toString())
                            .status());
        }
    }

    @Test
    void findsAUnixSocketThatCannotBeMade() throws IOException {
        assertEquals(
                "DIR/weir.yaml:4: listeners.web.bind: found DIR/missing/a.sock, where no socket can be made: its "
                        + "directory does not exist, accepted: a path in a directory that is there and writable",
                refused("", "unix:DIR/missing/a.sock"));
        Files.writeString(folder.resolve("a.sock"), "");
        assertTrue(refused("", "unix:DIR/a.sock").contains("there is a file that is no socket"));
    }

    /** A file of the older balancer has neither listeners nor pools. */
    @Test
    void namesWhatTheOlderBalancersFileHas() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String address = "127.0.0.1:" + taken.getLocalPort();
            final Path file = Files.writeString(folder.resolve("old.json"), """
                    {
                      "addr": "%s",
                      "servers": [{"addr": "http://127.0.0.1:9"}]
                    }
                    """.formatted(address));
            assertEquals(
                    file + ":2: addr: found " + address
                            + ", which is in use, accepted: an address that is free on this machine\n",
                    Cli.run("check", "--bind", file.toString()).err());
        }
    }

    @Test
    void findsASocketInUseWhenItMayBind() throws IOException {
        final UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("a.sock"));
        try (ServerSocketChannel taken = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            taken.bind(address);
            assertEquals(
                    "DIR/weir.yaml:4: listeners.web.bind: found unix:DIR/a.sock, which is in use, accepted: an address "
                            + "that is free on this machine",
                    refused("", "unix:DIR/a.sock", "--bind"));
            assertEquals(
                    ExitCode.FINE,
                    Cli.run("check", write("", "unix:DIR/a.sock").toString()).status());
        }
        assertEquals(
                ExitCode.FINE,
                Cli.run("check", "--bind", write("", "unix:DIR/a.sock").toString())
                        .status());
        assertTrue(Files.exists(address.getPath()), "what a dead process has left is not for check to remove");
    }

    @Test
    void findsBuffersThatTheJvmDoesNotBear() throws IOException {
        final String text = refused("buffers: 900GiB", "0");
        assertTrue(text.startsWith("DIR/weir.yaml:1: buffers: found 921600MiB, but the JVM's direct memory"), text);
    }

    @Test
    void findsAllThatAStartWouldRefuse() throws IOException {
        final Cli cli = Cli.run(
                "check",
                write("state-file: DIR\nadmin: 0\nbuffers: 900GiB", "unix:DIR/missing/a.sock")
                        .toString());
        assertEquals(3, cli.errLines().size(), cli.err());
    }

    @Test
    void findsAStateFileThatCannotBeKept() throws IOException {
        assertTrue(refused("state-file: DIR/missing/s.json\nadmin: 0", "0")
                .startsWith("DIR/weir.yaml:1: state-file: DIR/missing/s.json: its directory does not exist"));
    }
}
