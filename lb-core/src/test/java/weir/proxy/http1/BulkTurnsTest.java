package weir.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.proxy.http1.Messages.GET;
import static weir.proxy.http1.Messages.body;
import static weir.proxy.http1.Messages.get;
import static weir.proxy.http1.Messages.post;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Many long bodies at once: each turn has so much time for them, and they take turns. */
class BulkTurnsTest {
    private static final int CROWD = 30;
    private static final int LONG = 20_000;
    /** As if each look at the clock were one. */
    private static final long WORK_NS = 300_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private final List<ScriptedClient> clients = new ArrayList<>();

    private long moved(ScriptedClient client) {
        return client.receivedBytes();
    }

    /** Their heads are with them, their bodies are to come. */
    private List<BackendConnection> downloads() {
        final List<BackendConnection> backends = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            clients.add(harness.client());
            clients.get(i).sends(get("/" + i));
            harness.backend().expectsRequest("GET /" + i);
            backends.add(harness.backend().newest());
            backends.get(i).sends("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n");
            harness.settle();
        }
        return backends;
    }

    @Test
    void aTurnMovesSomeAndAllHaveTheirTurn() {
        downloads().forEach(backend -> backend.sends(body(LONG)));
        final List<Long> before = clients.stream().map(this::moved).toList();
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        final long inFirstTurn = clients.stream()
                .filter(it -> moved(it) > before.get(clients.indexOf(it)))
                .count();
        assertTrue(inFirstTurn > 0 && inFirstTurn < 10, inFirstTurn + " in one turn");
        for (int turns = 0; turns < CROWD; turns++) {
            harness.turn();
        }
        for (int i = 0; i < CROWD; i++) {
            assertTrue(moved(clients.get(i)) > before.get(i), "number " + i + " has had no turn");
        }
        harness.clock().takesBetweenLooks(0);
        clients.forEach(client -> client.expectsResponse(200, body(LONG)));
    }

    @Test
    void aShortMessageWaitsForNoLongOne() {
        final List<BackendConnection> backends = downloads();
        final ScriptedClient fast = harness.client();
        fast.sends(GET);
        harness.backend().expectsRequest("GET /a");
        backends.forEach(backend -> backend.sends(body(LONG)));
        harness.backend().newest().answers("short"); // the last of the events
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        assertTrue(fast.received().endsWith("short"), "it is served in the first turn");
        harness.clock().takesBetweenLooks(0);
        fast.expectsResponse(200, "short");
        clients.forEach(client -> client.expectsResponse(200, body(LONG)));
    }

    @Test
    void uploadsTakeTurnsAsWell() {
        final String wire = post(body(LONG));
        for (int i = 0; i < CROWD; i++) {
            clients.add(harness.client());
            clients.get(i).sends(wire.substring(0, 100));
            harness.settle();
        }
        clients.forEach(client -> client.sends(wire.substring(100)));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        final long unread = clients.stream()
                .filter(it -> it.unreadBytes() == wire.length() - 100)
                .count();
        assertTrue(unread > CROWD / 2, unread + " wait for their turn");
        harness.clock().takesBetweenLooks(0);
        harness.settle();
        assertEquals(CROWD, harness.backend().answersAll(request -> "got it"));
        clients.forEach(client -> client.expectsResponse(200, "got it"));
    }

    @Test
    void whoLeavesWhileItWaitsForItsTurnHasNone() {
        downloads().forEach(backend -> backend.sends(body(LONG)));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        clients.subList(0, CROWD / 2).forEach(ScriptedClient::resets);
        harness.turn();
        harness.clock().takesBetweenLooks(0);
        clients.subList(CROWD / 2, CROWD).forEach(client -> client.expectsResponse(200, body(LONG)));
        assertEquals(List.of(), harness.faults());
    }
}
