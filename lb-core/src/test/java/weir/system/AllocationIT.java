package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.FileInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.testkit.Wire;

/**
 * A request in steady state allocates nothing on its loop. In this process, because a thread's allocation is only told
 * there.
 */
@Tag("system")
@Timeout(120)
final class AllocationIT {
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 50_000;

    /**
     * The backend sends no Date, so the loop formats one each second: some 3 KiB, and 50,000 requests take a few
     * seconds. The smallest object, of 16 bytes, allocated per request would be 800,000 bytes.
     */
    private static final long ALLOCATED_BYTES_MAX = 64 * 1024;

    /** So that sockets get numbers beyond 127, the range of {@link Integer#valueOf} that costs nothing. */
    private static final int DESCRIPTORS_TAKEN = 200;

    /**
     * What the JDK adds, on 17 and on 25: its epoll selector looks up the key of each ready descriptor in a
     * {@code HashMap<Integer, ..>}, which takes an Integer of 16 bytes, and a request has two such events, one from its
     * client and one from its backend. C2 does not remove them. With {@code -XX:AutoBoxCacheMax=20000} they are gone,
     * as the cache then covers the descriptors.
     */
    private static final int BOXES_BYTES_PER_REQUEST = 2 * 16;

    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true"})
    void aRequestInSteadyStateAllocatesNothing(boolean hasAccessLog, boolean hasAdmin) throws Exception {
        final String log = hasAccessLog ? "log: {access: '" + folder.resolve("access.log") + "'}" : "";
        expectsNoAllocation(log + (hasAdmin ? "admin: 0" : ""), "", response -> "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attempts: true",
                "only: 'status>=200 and time<1h', sample: 50%, "
                        + "format: '{client} {path} {cookie:a} {header:Host} {backend_address} {timing} {status}'"
            })
    void aRequestWithAnyAccessLogAllocatesNothing(String keys) throws Exception {
        expectsNoAllocation("log: {access: '" + folder.resolve("access.log") + "', " + keys + "}", "", response -> "");
    }

    @Test
    void aRequestToALimitedBackendAllocatesNothing() throws Exception {
        expectsNoAllocation("", ", queue: {length: 10}", response -> "");
    }

    @Test
    void aRequestToAPoolWithRetriesBreakerAndFallbackAllocatesNothing() throws Exception {
        expectsNoAllocation(
                "",
                ", retry: {on: [503, timeout], budget: 10%}, breaker: {latency: {above: 10s}}, fallback: {text: sorry}",
                response -> "");
    }

    @Test
    void aRequestWithRateLimitsAllocatesNothing() throws Exception {
        expectsNoAllocation(
                "",
                ", rate-limits: [{key: client, rate: 1000000/s}, {key: path, rate: 1000000/s},"
                        + " {key: 'cookie:b', rate: 1/s, mode: shadow}]",
                response -> "Cookie: a=1; b=2\r\n");
    }

    /** Clients that have the cookie, and clients that come without and are given it each time. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestToAStickyPoolAllocatesNothing(boolean hasCookie) throws Exception {
        expectsNoAllocation("", ", sticky: {cookie: W}", response -> {
            final String cookie = response.field("Set-Cookie");
            return hasCookie
                    ? "Cookie: a=1; " + cookie.substring(0, cookie.indexOf(';')) + "; b=2\r\n"
                    : "Cookie: a=1; b=2\r\n";
        });
    }

    @Test
    void headerRulesAllocateNothing() throws Exception {
        expectsNoAllocation(
                "",
                ", request-headers: {set: {X-A: '{client} {path_and_query}'}, default: {X-B: b}}"
                        + ", response-headers: {set: {X-C: '{backend} {path}', Server-Timing: '{timing}'}}",
                response -> "");
    }

    @Test
    void redirectsAllocateNothing() throws Exception {
        expectsNoAllocationOf("redirect: 'https://{host}/login?from={path_and_query}&c={client}'", "");
    }

    @Test
    void splitRequestsAllocateNothing() throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
        });
        measure("""
                loops: 1
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    routes:
                      - {path: /some/*, split: [{pool: a, weight: 9}, {pool: b, weight: 1}]}
                      - {split: [{pool: a}, {pool: b}], sticky: true}
                pools: {a: {backends: [127.0.0.1:%1$d]}, b: {backends: [127.0.0.1:%1$d]}}
                """.formatted(backend.port()), response -> "", "hello");
    }

    @Test
    void responsesOfTheUsersOwnAllocateNothing() throws Exception {
        final Path file = Files.writeString(folder.resolve("a.txt"), "hello");
        expectsNoAllocationOf("respond: {file: '" + file + "'}", "hello");
        expectsNoAllocationOf("respond: {directory: '" + folder + "', fallback: a.txt}", "hello");
        expectsNoAllocationOf("respond: {body: '{path} {client}'}", "/some/path 127.0.0.1");
    }

    /** @param action of the route that takes all requests */
    private void expectsNoAllocationOf(String action, String body) throws Exception {
        measure("""
                loops: 1
                listeners: {web: {bind: 127.0.0.1:0, routes: [{cookies: {a: '!'}, %s}]}}
                pools: {app: {backends: [127.0.0.1:1]}}
                """.formatted(action), response -> "", body);
    }

    @Test
    void aRouteWithRulesEachWayAndAnIdAllocatesNothing() throws Exception {
        expectsNoAllocation(
                "",
                ", request-id: {respond: true}, trace-context: {}, routes: [{path: /some/*, pool: app,"
                        + " rewrite: {strip-prefix: /some, host: '{cookie:h}'},"
                        + " request-headers: {set: {X-A: '{client} {path_and_query}'}, remove: [X-B]},"
                        + " response-headers: {set: {X-C: '{backend} {path}', Server-Timing: '{timing}'}}}]",
                "",
                response -> "");
    }

    private void expectsNoAllocation(String top, String pool, Function<RawResponse, String> fields) throws Exception {
        expectsNoAllocation(top, "", pool, fields);
    }

    /** @param fields of the requests, by a response to one without */
    private void expectsNoAllocation(String top, String listener, String pool, Function<RawResponse, String> fields)
            throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
        });
        final String limit = pool.contains("queue") ? ", max-connections: " + CONNECTIONS : "";
        measure("""
                loops: 1
                %s
                listeners: {web: {bind: 127.0.0.1:0, pool: app%s}}
                pools: {app: {backends: [{address: 127.0.0.1:%d%s}]%s}}
                """.formatted(top, listener, backend.port(), limit, pool), fields, "hello");
    }

    private void measure(String yaml, Function<RawResponse, String> fields, String body) throws Exception {
        for (int i = 0; i < DESCRIPTORS_TAKEN; i++) {
            stage.add(new FileInputStream("/dev/null"));
        }
        final Weir weir = start(yaml);
        stage.add(weir::stop);
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(stage.client(weir.listeners().get(0).port()));
        }

        final byte[] request = Wire.bytes("GET /some/path?x=1 HTTP/1.1\r\nHost: test\r\n"
                + fields.apply(clients.get(0).get("/")) + "\r\n");
        sendRequests(clients, WARM_UP, request, body);
        final long before = allocatedBytes(weir);
        sendRequests(clients, MEASURED, request, body);
        final long allocated = allocatedBytes(weir) - before;
        final long boxes = isBoxing() ? (long) BOXES_BYTES_PER_REQUEST * MEASURED : 0;
        System.out.println(MEASURED + " requests: " + allocated + " bytes, of which boxes " + boxes);
        assertTrue(allocated - boxes <= ALLOCATED_BYTES_MAX, allocated + " bytes, of which boxes " + boxes);
    }

    /** Whether descriptors of this test are beyond the Integer cache. */
    private static boolean isBoxing() {
        final Integer one = 1_000;
        final Integer other = 1_000;
        return one != other; // the same object when the cache has it
    }

    private static Weir start(String yaml) throws Exception {
        return Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
    }

    private static long allocatedBytes(Weir weir) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(weir.loopThreadIds().get(0));
    }

    /** All connections at a time: each sends its request before the first response is awaited. */
    private static void sendRequests(List<RawClient> clients, int count, byte[] request, String body) throws Exception {
        for (int sent = 0; sent < count; sent += clients.size()) {
            for (RawClient client : clients) {
                client.send(request);
            }
            for (RawClient client : clients) {
                assertEquals(body, client.read().text());
            }
        }
    }
}
