package weir.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.system.Child.PATIENCE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
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
                weir.err().stream()
                        .filter(line -> line.startsWith("weir: ") || line.contains("Error"))
                        .toList());
    }

    /** More than a small heap bears: nobody is lost, they wait until there is room. */
    @Test
    void servesAsManyAsTheHeapBearsAndAnswersItsSupervisor() throws Exception {
        final int clients = 3_000, admitted = 1_536;
        final WeirProcess weir = stage.weir(
                List.of("-ea", "-Xmx24m", "-XX:+ExitOnOutOfMemoryError"),
                Yaml.of(
                        "loops: 2\nadmin: {bind: 127.0.0.1:0}",
                        ", health: none",
                        stage.demoBackend("b1").port()));
        final AdminClient admin = new AdminClient(weir.adminPort());
        final List<SocketChannel> all = new ArrayList<>();
        final ByteBuffer get = ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(US_ASCII));
        for (int i = 0; i < clients; i++) {
            final SocketChannel client = stage.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", weir.port())));
            client.configureBlocking(false);
            client.write(get.rewind());
            all.add(client);
        }
        await().atMost(PATIENCE).until(() -> served(admin) >= admitted);
        assertEquals(200, admin.ask("GET", "/live", "").status());
        for (int i = 0; i < clients - admitted; i++) {
            all.get(i).close(); // those that came first are in
        }
        await().atMost(PATIENCE).until(() -> served(admin) == clients);
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        assertTrue(
                weir.err().stream()
                        .anyMatch(line ->
                                line.endsWith("limits.connections: auto is 1536, as the heap (-Xmx) bears no more")),
                weir.err()::toString);
    }

    private static long served(AdminClient admin) throws IOException {
        return (long) admin.sum("weir_backend_requests_total");
    }
}
