package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the README tells a new user to try. */
@Tag("system")
@Timeout(90)
final class DemoIT {
    /**
     * Answered in one write. The demo backend sends a head and a body by two, and a kill between them cuts a response
     * that the client has begun to get: no proxy can hide that.
     */
    private static final String ONE_WRITE = "/?bytes=0";

    private static final Map<String, Integer> EXACT_THIRDS = Map.of("b1", 100, "b2", 100, "b3", 100);

    @AutoClose
    private final Stage stage = new Stage();

    private Child demo;
    private int port;

    @BeforeEach
    void startDemo() throws Exception {
        demo = stage.add(Child.start(Jar.command(
                List.of("-ea"), List.of("demo", "--port", "0", "--backend-port", "0", "--admin-port", "0"))));
        demo.awaitLine("Ready. ");
        port = URI.create(demo.awaitLine("listening on ").split(" ")[2]).getPort();
    }

    @Test
    void givesEachBackendExactlyAThirdOfNewConnections() throws Exception {
        assertEquals(EXACT_THIRDS, sharesOf300());
    }

    @Test
    void losesNoRequestWhenABackendIsKilledAndTakesItBackLater() throws Exception {
        final Load load = stage.add(new Load(16));
        load.awaitMore(2_000);
        final String line = demo.awaitLine("backend b2 on ");
        final long pid = Long.parseLong(line.replaceAll(".*\\(pid ([0-9]+)\\)", "$1"));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        final String ended = demo.awaitLine("b2 (pid " + pid + ") has ended; to start it again: ");
        load.awaitMore(2_000);
        load.awaitOnly("b1", "b3");

        final String restart = ended.substring(ended.indexOf("java "));
        stage.add(Child.start(List.of("bash", "-c", restart))).awaitLine("demo backend b2 on ");
        load.awaitOnly("b1", "b2", "b3");
        load.awaitMore(2_000);
        load.end();
        assertEquals(List.of(), load.failures());
        assertEquals(EXACT_THIRDS, sharesOf300());
    }

    private Map<String, Integer> sharesOf300() throws IOException {
        final Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            final RawResponse response = RawClient.getOnce(port, "/");
            assertEquals(200, response.status());
            shares.merge(response.field("X-Backend"), 1, Integer::sum);
        }
        return shares;
    }

    /** Keep-alive clients that send one GET after the other until they are stopped. */
    private final class Load implements Closeable {
        private static final int WINDOW = 300;

        private final AtomicBoolean isOver = new AtomicBoolean();
        private final AtomicInteger answers = new AtomicInteger();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        /** Who gave the last answers. */
        private final String[] latest = new String[WINDOW];

        Load(int clients) {
            IntStream.range(0, clients).forEach(i -> threads.add(new Thread(this::run, "client-" + i)));
            threads.forEach(Thread::start);
        }

        private void run() {
            try (RawClient client = new RawClient(port)) {
                while (!isOver.get()) {
                    final RawResponse response = client.get(ONE_WRITE);
                    latest[answers.getAndIncrement() % WINDOW] = response.field("X-Backend");
                    if (response.status() != 200) {
                        failures.add(response.status() + " " + response.text());
                    }
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }

        void awaitMore(int count) {
            final int enough = answers.get() + count;
            await().atMost(Child.PATIENCE).until(() -> answers.get() >= enough || !failures.isEmpty());
        }

        /** Until the last answers came from these, and from each of them. */
        void awaitOnly(String... names) {
            await("answers from " + List.of(names) + " only")
                    .atMost(Child.PATIENCE)
                    .until(() -> List.of(names)
                                    .equals(Arrays.stream(latest.clone())
                                            .map(String::valueOf) // fewer answers than the window, where it failed
                                            .distinct()
                                            .sorted()
                                            .toList())
                            || !failures.isEmpty());
        }

        List<String> failures() {
            return failures;
        }

        @Override
        public void close() {
            end();
        }

        void end() {
            isOver.set(true);
            await("clients have ended")
                    .atMost(Child.PATIENCE)
                    .until(() -> threads.stream().noneMatch(Thread::isAlive));
        }
    }
}
