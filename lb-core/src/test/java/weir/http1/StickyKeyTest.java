package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.BalanceKey;
import weir.model.Sticky;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

/** Four backends, b0 to b3; a key of the request decides. */
class StickyKeyTest {
    private static final int USERS = 40;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void sticksBy(BalanceKey key) {
        harness.setup().backends(4).upstreamIdleMax(0).sticky(Sticky.by(key));
    }

    private void sticksByHeader() {
        sticksBy(new BalanceKey(BalanceKey.Kind.HEADER, "X-User"));
    }

    /** Who answers. */
    private String get(ScriptedClient client, String fields) {
        client.sends("GET /a HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        for (int i = 0; i < 4; i++) {
            final String name = "b" + i;
            harness.backend(i).answersAll(request -> name);
        }
        final WireMessage response = client.expectsStatus(200);
        assertNull(response.field("Set-Cookie"));
        return response.body();
    }

    private List<String> users(ScriptedClient client) {
        final List<String> backends = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            backends.add(get(client, "x-user: u" + user + "\r\n"));
        }
        return backends;
    }

    @Test
    void leadsEqualHeadersToOneBackendAndOthersAnywhere() {
        sticksByHeader();
        final ScriptedClient client = harness.client();
        final List<String> first = users(client);
        assertEquals(4, new HashSet<>(first).size());
        assertEquals(first, users(harness.client()));
        assertEquals(2 * USERS, harness.count(Counter.STICKY_HITS));
        for (int i = 0; i < 4; i++) {
            get(client, "");
            get(client, "X-User:\r\n");
        }
        assertEquals(8, harness.count(Counter.STICKY_MISSES));
    }

    @Test
    void leadsAllConnectionsOfAnAddressToOneBackend() {
        sticksBy(BalanceKey.SOURCE);
        final HashSet<String> backends = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            backends.add(get(harness.client(), ""));
        }
        assertEquals(1, backends.size());
    }

    @Test
    void movesOnlyTheClientsOfABackendThatIsDownAndBackWithIt() {
        sticksByHeader();
        final ScriptedClient client = harness.client();
        final List<String> before = users(client);
        harness.setHealth(1, false, 1);
        final List<String> meanwhile = users(client);
        for (int user = 0; user < USERS; user++) {
            assertEquals(before.get(user).equals("b1"), !before.get(user).equals(meanwhile.get(user)));
        }
        assertTrue(!meanwhile.contains("b1"));
        assertEquals(meanwhile, users(client), "they stay where they went");
        harness.setHealth(1, true, 2);
        assertEquals(before, users(client));
    }

    @Test
    void triesTheNextOneWhenItsOwnRefuses() {
        sticksByHeader();
        final ScriptedClient client = harness.client();
        final String own = get(client, "X-User: anna\r\n");
        harness.backend(own.charAt(1) - '0').door(Door.REFUSES);
        final String next = get(client, "X-User: anna\r\n");
        assertNotEquals(own, next);
        assertEquals(next, get(client, "X-User: anna\r\n"));
        assertEquals(2, harness.count(Counter.RETRIES));
    }

    /** Nobody can tell who was there before from who was not. */
    @Test
    void leadsNobodyToABackendOfWeightZero() {
        harness.setup().weights(0, 1, 1, 1);
        sticksByHeader();
        assertTrue(!users(harness.client()).contains("b0"));
    }

    @Test
    void answers503WhenAllAreDown() {
        sticksByHeader();
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 4; i++) {
            harness.setHealth(i, false, 1);
        }
        client.sends("GET /a HTTP/1.1\r\nHost: x\r\nX-User: a\r\n\r\n");
        client.expectsFailure(503, "no_healthy_backend");
        assertEquals(1, harness.count(Counter.STICKY_BROKEN));
    }
}
