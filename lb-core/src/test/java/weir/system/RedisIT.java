package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service without HTTP that many have: Redis, and its own benchmark as the client. */
@Tag("system")
@Timeout(90)
final class RedisIT {
    @AutoClose
    private final Stage stage = new Stage();

    private final Path server = Peers.require("redis-server");

    private Child redis(int port) throws IOException {
        final Folder folder = stage.add(Folder.make());
        final Child redis = stage.add(Child.start(
                List.of(server.toString(), "--port", "" + port, "--save", "", "--bind", "127.0.0.1"), folder.path()));
        await("redis").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return redis;
    }

    private static List<String> run(String program, int port, String... arguments) throws IOException {
        final var command =
                new java.util.ArrayList<>(List.of(Peers.require(program).toString(), "-p", "" + port));
        command.addAll(List.of(arguments));
        try (Child child = Child.start(command)) {
            assertEquals(0, child.awaitEnd(), child::toString);
            return List.copyOf(child.out());
        }
    }

    @Test
    void servesRedisBenchmarkPlainAndPipelined() throws Exception {
        final int port = FreePort.find();
        redis(port);
        final WeirProcess weir = stage.weir(Yaml.tcp(", balance: least-connections, health: tcp", port));
        for (String pipelined : List.of("1", "32")) {
            final String result = run(
                            "redis-benchmark",
                            weir.port(),
                            "-n",
                            "4000",
                            "-c",
                            "40",
                            "-q",
                            "-t",
                            "set,get,lrange_100",
                            "-d",
                            "1500",
                            "-P",
                            pipelined)
                    .toString();
            assertTrue(result.contains("SET") && result.contains("requests per second"), result);
        }
    }

    @Test
    void keepsALargeValueAsItIs() throws Exception {
        final int port = FreePort.find();
        redis(port);
        final WeirProcess weir = stage.weir(Yaml.tcp("", port));
        final byte[] random = new byte[100_000];
        new SplittableRandom(3).nextBytes(random);
        final StringBuilder hex = new StringBuilder();
        for (byte b : random) {
            hex.append(Character.forDigit(b >> 4 & 15, 16));
        }
        assertEquals(List.of("OK"), run("redis-cli", weir.port(), "set", "key", hex.toString()));
        assertEquals(List.of(hex.toString()), run("redis-cli", weir.port(), "get", "key"));
        assertEquals(List.of(hex.toString()), run("redis-cli", port, "get", "key"));
    }

    @Test
    void goesOnWithTheOtherWhenOneIsKilled() throws Exception {
        final int first = FreePort.find();
        final Child killed = redis(first);
        final int second = FreePort.find();
        redis(second);
        final WeirProcess weir = stage.weir(Yaml.tcp("", first, second));
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of("PONG"), run("redis-cli", weir.port(), "ping"));
        }
        killed.kill();
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of("PONG"), run("redis-cli", weir.port(), "ping"));
        }
    }
}
