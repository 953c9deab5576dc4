package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Wire;

/**
 * What a request and an idle connection may cost. All are counts, so a busy machine cannot fail them; what a request
 * allocates is in {@link AllocationIT}. A budget that is overdrawn shows what was usual when it was set beside what is
 * now.
 */
@Tag("system")
@Timeout(120)
final class BudgetIT {
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP = 20_000;
    private static final int COUNTED = 8_000;
    private static final int IDLE = 2_000;
    private static final byte[] REQUEST = Wire.bytes("GET /some/path?x=1 HTTP/1.1\r\nHost: test\r\n\r\n");

    /**
     * The waits of a loop depend on how many events come at once: at most one for each, which is two per request. Other
     * calls are the JVM's, at its safepoints, and take their share of time.
     */
    private enum Budget {
        READS("read per request", 2, 2.01),
        WRITES("write per request", 2, 2.01),
        WAITS("epoll_wait per request", 0.3, 2.01),
        INTERESTS("epoll_ctl per request", 0, 0.01),
        OTHERS("other system calls per request", 0, 0.1),
        WAKEUPS("wake-ups per request", 0, 0.01),
        HEAP("bytes of heap per idle connection", 961, 1_100),
        BUFFERS("buffers per idle connection", 0, 0);

        private final String what;
        private final double usual;
        private final double max;

        Budget(String what, double usual, double max) {
            this.what = what;
            this.usual = usual;
            this.max = max;
        }
    }

    private final Map<Budget, Double> spent = new TreeMap<>();

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aRequestIsFourSystemCallsAndAShareOfAWait() throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
        });
        final WeirProcess weir = stage.weir("loops: 1\nadmin: 0\n" + Yaml.before(backend.port()));
        final AdminClient admin = new AdminClient(weir.adminPort());
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(stage.client(weir.port()));
        }
        sendRequests(clients, WARM_UP);

        final double wakeups = admin.sum("weir_loop_wakeups_total");
        final Map<String, Long> calls =
                SystemCalls.during(stage, weir.pid(), "loop-0", () -> sendRequests(clients, COUNTED));
        spend(Budget.WAKEUPS, admin.sum("weir_loop_wakeups_total") - wakeups);
        spend(Budget.READS, take(calls, "read"));
        spend(Budget.WRITES, take(calls, "write"));
        spend(Budget.WAITS, take(calls, "epoll_wait"));
        spend(Budget.INTERESTS, take(calls, "epoll_ctl"));
        spend(Budget.OTHERS, calls.values().stream().mapToLong(Long::longValue).sum());
        expectWithinBudgets("besides " + calls);
    }

    /** {@code weir-bench idle} does the same with 10,000. */
    @Test
    void anIdleConnectionIsAKilobyteAndNoBuffer() throws Exception {
        final WeirProcess weir =
                stage.weir("admin: 0\n" + Yaml.before(stage.demoBackend("b1").port()));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final AdminClient admin = new AdminClient(weir.adminPort());
        final RawClient beside = stage.client(weir.port());
        assertEquals(200, beside.get("/").status());
        admin.metrics(); // what the page needs is not the connections'

        final long before = facts.liveHeapBytes();
        for (int i = 0; i < IDLE; i++) {
            assertEquals(200, stage.client(weir.port()).get("/?bytes=0").status());
        }
        spent.put(Budget.HEAP, (double) (facts.liveHeapBytes() - before) / IDLE);
        awaitGauges(admin);
        spent.put(
                Budget.BUFFERS,
                (admin.sum("weir_loop_buffers_held") + admin.sum("weir_loop_large_buffers_held")) / IDLE);
        assertEquals(200, beside.get("/").status());
        expectWithinBudgets("");
    }

    /** Loops tell what they hold once a second; the last time may have been amid the requests. */
    private static void awaitGauges(AdminClient admin) throws Exception {
        final double toldS = admin.sum("weir_uptime_seconds") + 2;
        await("gauges are told anew").atMost(Child.PATIENCE).until(() -> admin.sum("weir_uptime_seconds") > toldS);
    }

    private void spend(Budget budget, double count) {
        spent.put(budget, count / COUNTED);
    }

    private static double take(Map<String, Long> calls, String name) {
        final Long count = calls.remove(name);
        return count == null ? 0 : count;
    }

    /** All at once, so that it is seen which grew and which did not. */
    private void expectWithinBudgets(String besides) {
        final StringBuilder table = new StringBuilder("usual / now / budget\n");
        spent.forEach((budget, now) -> table.append(String.format(
                Locale.ROOT,
                "%8.3f %8.3f %8.3f  %s%s%n",
                budget.usual,
                now,
                budget.max,
                budget.what,
                now > budget.max ? "  <-- overdrawn" : "")));
        table.append(besides);
        System.out.println(table);
        assertTrue(
                spent.entrySet().stream().allMatch(entry -> entry.getValue() <= entry.getKey().max), table::toString);
    }

    /** All connections at a time: each sends its request before the first response is awaited. */
    private static Void sendRequests(List<RawClient> clients, int count) throws Exception {
        for (int sent = 0; sent < count; sent += clients.size()) {
            for (RawClient client : clients) {
                client.send(REQUEST);
            }
            for (RawClient client : clients) {
                assertEquals("hello", client.read().text());
            }
        }
        return null;
    }
}
