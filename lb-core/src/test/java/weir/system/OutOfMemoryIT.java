package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Compiled;

/** A process without heap ends, instead of holding its port and answering nobody. */
@Tag("system")
@Timeout(60)
final class OutOfMemoryIT {
    /** Keeps what it takes, as a leak does. */
    private static final String LEAK = """
            package com.example;

            import java.util.ArrayList;
            import java.util.List;
            import weir.balance.*;

            public final class Leak implements Picker {
                private static final List<byte[]> KEPT = new ArrayList<>();

                public Leak(PickerParts parts) {}

                @Override
                public int pick(PickContext context) {
                    while (true) {
                        KEPT.add(new byte[1 << 10]);
                    }
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

    @Test
    void endsWithOneLineAndAStatusThatASupervisorRestarts() throws Exception {
        Compiled.into(classes.path(), Jar.path(), LEAK);
        final String file = classes.write(
                        "weir.yaml", Yaml.of("loops: 1", ", health: none, balance: com.example.Leak", 9))
                .toString();
        final Child weir = stage.add(
                Child.start(Jar.command(List.of("-Xmx24m"), classes.path(), List.of("run", file)), classes.path()));
        final int port = Integer.parseInt(weir.awaitLine("listening on ")
                .split(" ")[2]
                .replaceAll(".*:", "")
                .replaceAll("/.*", ""));
        stage.client(port).send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
        assertEquals(70, weir.awaitEnd());
        assertEquals(
                List.of("weir: out of memory (Java heap space) in thread loop-0: the process ends with status 70;"
                        + " a larger -Xmx or a smaller limits.connections helps"),
                weir.err());
    }
}
