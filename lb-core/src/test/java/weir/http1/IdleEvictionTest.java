package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Descriptors are scarce: who has been idle for longest makes room. */
class IdleEvictionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void serve(ScriptedClient client) {
        client.sends(GET);
        harness.settle();
        assertEquals(1, harness.backend().answersAll(request -> "here"));
        harness.settle();
        client.expectsResponse(200, "here");
    }

    private List<ScriptedClient> servedClients(int count) {
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(harness.client());
            serve(clients.get(i));
            harness.advanceMs(100);
        }
        return clients;
    }

    private List<Integer> closed(List<ScriptedClient> clients) {
        harness.settle();
        final List<Integer> closed = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).isClosed()) {
                closed.add(i);
            }
        }
        return closed;
    }

    @Test
    void closesWhoHasBeenIdleForLongest() {
        final List<ScriptedClient> clients = servedClients(5);
        serve(clients.get(0));
        harness.advanceMs(5_000);
        assertTrue(harness.view().clients().makeRoom());
        assertEquals(List.of(), closed(clients), "first nothing is kept back for them any more");
        for (int i = 0; i < 3; i++) {
            assertTrue(harness.view().clients().makeRoom());
        }
        assertEquals(List.of(1, 2, 3), closed(clients));
        assertEquals(3, harness.count(Counter.IDLE_EVICTIONS));
    }

    /** Its place among the others is not looked after with each of its requests. */
    @Test
    void whoSendsOneRequestAfterTheOtherIsClosedLast() {
        final List<ScriptedClient> clients = servedClients(3);
        for (int i = 0; i < 200; i++) {
            serve(clients.get(0));
            harness.advanceMs(10);
        }
        for (int i = 0; i < 5; i++) {
            harness.view().clients().makeRoom();
        }
        assertEquals(List.of(1, 2), closed(clients));
    }

    @Test
    void closesNobodyWhoHasJustBeenServedOrIsBusy() {
        final List<ScriptedClient> clients = servedClients(3);
        assertFalse(harness.view().clients().makeRoom());
        clients.get(0).sends(GET);
        clients.get(1).sends(GET);
        harness.settle();
        harness.advanceMs(2_000);
        for (int i = 0; i < 5; i++) {
            harness.view().clients().makeRoom();
        }
        assertFalse(closed(clients).contains(0));
        assertFalse(closed(clients).contains(1));
    }

    @Test
    void whoRestsIsServedAllTheSame() {
        final List<ScriptedClient> clients = servedClients(4);
        harness.advanceMs(5_000);
        assertTrue(harness.view().clients().makeRoom());
        for (ScriptedClient client : clients) {
            serve(client);
        }
        assertFalse(harness.view().clients().makeRoom(), "all are fresh again");
        harness.advanceMs(5_000);
        assertTrue(harness.view().clients().makeRoom());
        assertTrue(harness.view().clients().makeRoom());
        assertEquals(List.of(0), closed(clients));
    }
}
