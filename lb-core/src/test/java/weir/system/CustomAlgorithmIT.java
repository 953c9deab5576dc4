package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Compiled;

/** A class of the user's, beside the built jar on the class path and named in the file. */
@Tag("system")
@Timeout(60)
final class CustomAlgorithmIT {
    /** Where the header says, and nowhere else. */
    private static final String BY_KEY = """
            package com.example;

            import weir.balance.*;

            public final class ByKey implements Picker {
                private final BackendSet backends;

                public ByKey(PickerParts parts) {
                    if (parts.backends().count() == 1) {
                        throw new IllegalArgumentException("one backend is no choice");
                    }
                    backends = parts.backends();
                }

                @Override
                public int pick(PickContext context) {
                    return context.key() == PickContext.NO_KEY ? backends.count() : (int) (context.key() & 1);
                }
            }
            """;

    @AutoClose
    private final Stage stage = new Stage();

    private Folder classes;

    @BeforeEach
    void makeFolder() throws IOException {
        classes = stage.add(Folder.make());
    }

    private WeirProcess weir(String source, String balance, int... ports) throws IOException {
        Compiled.into(classes.path(), Jar.path(), source);
        return WeirProcess.startWith(
                stage, classes.path(), Yaml.of("loops: 1", ", health: none, balance: " + balance, ports));
    }

    @Test
    void theExampleOfTheDocumentationBalances() throws Exception {
        final AtomicIntegerArray served = new AtomicIntegerArray(2);
        final ScriptedBackend first = stage.backend(counting(served, 0));
        final ScriptedBackend second = stage.backend(counting(served, 1));
        final WeirProcess weir =
                weir(Compiled.exampleOfTheDocumentation(), "com.example.JoinIdle", first.port(), second.port());
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 10; i++) {
            assertEquals(200, get(client, "/", ""));
        }
        assertEquals(List.of(5, 5), List.of(served.get(0), served.get(1)));
    }

    @Test
    void followsAKeyAndSurvivesAWrongPick() throws Exception {
        final AtomicIntegerArray served = new AtomicIntegerArray(2);
        final ScriptedBackend first = stage.backend(counting(served, 0));
        final ScriptedBackend second = stage.backend(counting(served, 1));
        final WeirProcess weir =
                weir(BY_KEY, "{algorithm: com.example.ByKey, key: header:X-User}", first.port(), second.port());
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 4; i++) {
            assertEquals(200, get(client, "/", "X-User: anna\r\n"));
        }
        assertEquals(4, Math.max(served.get(0), served.get(1)));
        for (int i = 0; i < 3; i++) {
            assertEquals(500, get(client, "/", ""));
        }
        assertEquals(200, get(client, "/", "X-User: anna\r\n"));
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        final List<String> log = new ArrayList<>(weir.err());
        log.removeIf(line -> !line.contains("a fault of an own algorithm"));
        assertEquals(1, log.size(), "at a bounded rate: " + weir.err());
        assertTrue(log.get(0).contains("com.example.ByKey picked backend 2, which does not exist"), log::toString);
    }

    /** It would pass for a line of Weir's, or clear the terminal of whoever reads the log. */
    @Test
    void forgesNoLineOfTheLog() throws Exception {
        final String forged = "2026-01-01 00:00:00.000 INFO probe all is well";
        final WeirProcess weir = weir("""
                package com.example;

                import weir.balance.*;

                public final class Forger implements Picker {
                    static final class Oops extends RuntimeException {
                        Oops(String message) {
                            super(message);
                        }
                    }

                    public Forger(PickerParts parts) {}

                    @Override
                    public int pick(PickContext context) {
                        throw new Oops("x\\n%s\\u001b[2J");
                    }
                }
                """.formatted(forged), "com.example.Forger", 9, 10);
        assertEquals(500, get(stage.client(weir.port()), "/", ""));
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        final List<String> lines =
                weir.err().stream().filter(line -> line.contains(forged)).toList();
        assertEquals(1, lines.size(), weir.err()::toString);
        assertTrue(
                lines.get(0).contains("pick threw com.example.Forger$Oops: x\\u000a" + forged + "\\u001b[2J at"),
                lines::toString);
    }

    @Test
    void checkReportsWhatTheConstructorRefuses() throws Exception {
        Compiled.into(classes.path(), Jar.path(), BY_KEY);
        assertEquals(
                List.of(
                        "weir.yaml:5: pools.app.balance: found com.example.ByKey, whose constructor fails: one "
                                + "backend is no choice, accepted: a constructor that does not fail with these backends and options"),
                checked("com.example.ByKey"));
        assertEquals(
                List.of("weir.yaml:5: pools.app.balance: found the class com.example.Other, which is not on the class "
                        + "path, accepted: a class of it: java -cp weir.jar:YOURS.jar weir.app.Main ..."),
                checked("com.example.Other"));
    }

    /** What {@code check} says of a file that it refuses. */
    private List<String> checked(String balance) throws IOException {
        final Path file = classes.write("weir.yaml", Yaml.of("", ", balance: " + balance, 9001));
        final Child check = stage.add(Child.start(
                Jar.command(
                        List.of(),
                        classes.path(),
                        List.of("check", file.getFileName().toString())),
                classes.path()));
        assertEquals(2, check.awaitEnd());
        return check.err();
    }

    private static ScriptedBackend.Script counting(AtomicIntegerArray served, int index) {
        return connection -> {
            while (connection.awaitRequest()) {
                served.incrementAndGet(index);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        };
    }

    /** The status of a request with further fields. */
    private static int get(RawClient client, String target, String fields) throws IOException {
        client.send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
        return client.read().whole().status();
    }
}
