package weir.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.Configuration;
import weir.model.Listener;

/** When Weir cannot start, the embedder's process is as it was before: no thread, no socket, no open file. */
@Timeout(60)
final class FailedStartTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    /** The first channel of a JVM makes a socket that it keeps forever, for closing others. */
    @BeforeAll
    static void haveTheSocketThatTheJdkKeeps() throws IOException {
        SocketChannel.open().close();
    }

    private Configuration configuration(int listenPort, int adminPort) {
        final String yaml =
                """
                loops: 2
                log: {access: %s}
                state-file: %s
                admin: {bind: 127.0.0.1:%d}
                notify: {webhooks: [http://127.0.0.1:1/hook]}
                listeners: {web: {bind: 127.0.0.1:%d, pool: app}}
                pools: {app: {backends: [127.0.0.1:9], health: none, on-down: {command: ["true"]}}}
                """.formatted(folder.resolve("access.log"), folder.resolve("state.json"), adminPort, listenPort);
        return assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration();
    }

    /** What the process has open below the folder, and its sockets and selectors, however they are numbered. */
    private static List<String> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.map(FailedStartTest::target)
                    .filter(target -> target.matches("(socket|anon_inode):.*|.*access\\.log"))
                    .map(target -> target.replaceAll("[0-9]+", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "gone";
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    /** Starts Weir, which must fail, and returns how. */
    private static <T extends Exception> String failure(Class<T> kind, Configuration configuration, Runnable lastStep)
            throws IOException {
        return leavesNothing(kind, () -> Weir.start(configuration, lastStep));
    }

    private static <T extends Exception> String leavesNothing(Class<T> kind, Executable start) throws IOException {
        final List<String> descriptorsBefore = descriptors();
        final Set<String> threadsBefore = threads();
        final String message = assertThrows(kind, start).getMessage();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertEquals(descriptorsBefore, descriptors());
            final Set<String> more = threads();
            more.removeAll(threadsBefore);
            more.removeIf(name -> !name.matches("loop-.*|probe|files|log|control|webhook-.*|on-down|admin-.*"));
            assertEquals(Set.of(), more);
        });
        return message;
    }

    private static String failure(Configuration configuration) throws IOException {
        return failure(StartFailure.class, configuration, () -> {});
    }

    @Test
    void leavesNothingWhenAListenerCannotBeBound() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final String message = failure(configuration(taken.getLocalPort(), 0));
            assertEquals("listeners.web.bind: 127.0.0.1:" + taken.getLocalPort() + " is in use", message);
        }
    }

    @Test
    void leavesNothingWhenTheAdminApiCannotBeBound() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final String message = failure(configuration(0, taken.getLocalPort()));
            assertEquals("admin.bind: 127.0.0.1:" + taken.getLocalPort() + " is in use", message);
        }
    }

    /** Threads, selectors and all that have been made by then. */
    @Test
    void leavesNothingWhenTheLastStepFails() throws IOException {
        final String message = failure(IllegalStateException.class, configuration(0, 0), () -> {
            final Set<String> running = threads();
            assertTrue(running.containsAll(Set.of("probe", "control", "admin-io")), running::toString);
            throw new IllegalStateException("the last step");
        });
        assertEquals("the last step", message);
    }

    /** An application's own mistake. */
    @Test
    void leavesNothingWhenAListenerHasAPoolThatIsNotThere() throws IOException {
        leavesNothing(RuntimeException.class, () -> Weir.start(withoutItsPool(configuration(0, 0))));
    }

    private static Configuration withoutItsPool(Configuration of) {
        final Listener web = of.listeners().get(0);
        final Listener astray =
                new Listener(web.name(), web.bind(), 3, web.routes(), web.timeouts(), web.limits(), web.forwarding());
        return new Configuration(
                of.loops(),
                of.bufferBytesMax(),
                of.shutdownMs(),
                List.of(web, astray),
                of.pools(),
                of.accessLog(),
                of.webhooks(),
                of.admin(),
                of.stateFile(),
                of.tlsEngine());
    }

    @Test
    void leavesNothingWhenTheStateFileIsBroken() throws IOException {
        Files.writeString(folder.resolve("state.json"), "{");
        final String message = failure(configuration(0, 0));
        assertTrue(message.contains("state.json:1: found broken YAML"), message);
        assertEquals("{", Files.readString(folder.resolve("state.json")));
    }
}
