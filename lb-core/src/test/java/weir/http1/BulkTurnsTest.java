package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.ExchangeEnd;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** Many long bodies at once: each turn has so much time for them, and they take turns. */
class BulkTurnsTest {
    private static final int CROWD = 30;
    private static final int LONG = 36_384;
    private static final int SHORT = 16_384;
    private static final String FIRST = body(LONG).substring(0, SHORT);
    private static final String REST = body(LONG).substring(SHORT);
    /** As if each look at the clock were one. */
    private static final long WORK_NS = 300_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private final List<ScriptedClient> clients = new ArrayList<>();

    private long moved(ScriptedClient client) {
        return client.receivedBytes();
    }

    /** So much of their bodies is with them that the rest has to ask for its turns. */
    private List<BackendConnection> downloads() {
        final List<BackendConnection> backends = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            clients.add(harness.client());
            clients.get(i).sends(get("/" + i));
            harness.backend().expectsRequest("GET /" + i);
            backends.add(harness.backend().newest());
            backends.get(i).sends("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n" + FIRST);
            harness.settle();
        }
        return backends;
    }

    /** The same of uploads; gives what is still to be sent of each. */
    private String uploads() {
        final String wire = post(body(LONG));
        final int begun = wire.indexOf("\r\n\r\n") + 4 + FIRST.length();
        for (int i = 0; i < CROWD; i++) {
            clients.add(harness.client());
            clients.get(i).sends(wire.substring(0, begun));
            harness.settle();
        }
        return wire.substring(begun);
    }

    @Test
    void aTurnMovesSomeAndAllHaveTheirTurn() {
        downloads().forEach(backend -> backend.sends(REST));
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
        backends.forEach(backend -> backend.sends(REST));
        harness.backend().newest().answers("short"); // the last of the events
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        assertTrue(fast.received().endsWith("short"), "it is served in the first turn");
        harness.clock().takesBetweenLooks(0);
        fast.expectsResponse(200, "short");
        clients.forEach(client -> client.expectsResponse(200, body(LONG)));
    }

    /** As of backends that write head and body apart. */
    @Test
    void norDoesOneWhoseBodyComesApart() {
        final List<BackendConnection> backends = downloads();
        final ScriptedClient fast = harness.client();
        fast.sends(GET);
        harness.backend().expectsRequest("GET /a");
        final BackendConnection apart = harness.backend().newest();
        apart.sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        harness.settle();
        backends.forEach(backend -> backend.sends(REST));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        apart.sends("short");
        harness.turn();
        assertTrue(fast.received().endsWith("short"), "while others stand in line");
        harness.clock().takesBetweenLooks(0);
        fast.expectsResponse(200, "short");
        clients.forEach(client -> client.expectsResponse(200, body(LONG)));
    }

    @Test
    void uploadsTakeTurnsAsWell() {
        final String rest = uploads();
        clients.forEach(client -> client.sends(rest));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        final long unread =
                clients.stream().filter(it -> it.unreadBytes() == rest.length()).count();
        assertTrue(unread > CROWD / 2, unread + " wait for their turn");
        harness.clock().takesBetweenLooks(0);
        harness.settle();
        assertEquals(CROWD, harness.backend().answersAll(request -> "got it"));
        clients.forEach(client -> client.expectsResponse(200, "got it"));
    }

    /** Its bytes are here, so what it waits for is not its own time. */
    @Test
    void backendsThatStandInLineOweNothing() {
        downloads().forEach(backend -> backend.sends(REST));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        harness.clock().advanceMs(Setup.RESPONSE_BODY_MS + 1_000);
        harness.turn();
        harness.turn();
        harness.clock().takesBetweenLooks(0);
        clients.forEach(client -> client.expectsResponse(200, body(LONG)));
        assertEquals(0, harness.ends(ExchangeEnd.RESPONSE_STALLED));
    }

    /** And who has had its turn owes again. */
    @Test
    void clientsThatStandInLineOweNothing() {
        final String rest = uploads();
        clients.forEach(client -> client.sends(rest.substring(0, 100)));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        final long served =
                clients.stream().filter(client -> client.unreadBytes() == 0).count();
        assertTrue(served > 0 && served < CROWD, served + " have had their turn");
        harness.clock().advanceMs(Setup.CLIENT_BODY_MS + 100);
        harness.turn();
        harness.turn();
        harness.clock().takesBetweenLooks(0);
        harness.settle();
        assertEquals(served, harness.ends(ExchangeEnd.BODY_TIMEOUT));
        harness.advanceMs(Setup.CLIENT_BODY_MS + 100);
        assertEquals(CROWD, harness.ends(ExchangeEnd.BODY_TIMEOUT));
    }

    @Test
    void whoLeavesWhileItWaitsForItsTurnHasNone() {
        downloads().forEach(backend -> backend.sends(REST));
        harness.clock().takesBetweenLooks(WORK_NS);
        harness.turn();
        clients.subList(0, CROWD / 2).forEach(ScriptedClient::resets);
        harness.turn();
        harness.clock().takesBetweenLooks(0);
        clients.subList(CROWD / 2, CROWD).forEach(client -> client.expectsResponse(200, body(LONG)));
        assertEquals(List.of(), harness.faults());
    }
}
