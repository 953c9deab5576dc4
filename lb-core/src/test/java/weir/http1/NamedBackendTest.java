package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** A backend with a name that has several addresses, or none. */
class NamedBackendTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 0\r\n\r\n";

    @RegisterExtension
    private final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void hasAName() {
        harness.setup().backends(3).named("app.test");
    }

    private void serve(ScriptedClient client, int by) {
        client.sends(GET);
        harness.settle();
        harness.backend(by).expectsRequest("GET /");
        harness.backend(by).newest().sends(RESPONSE);
        client.expectsResponse(200, "");
    }

    @Test
    void aNameThatDoesNotResolveIs502AndNothingElse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsStatus(502);
        harness.resolve(1);
        serve(harness.client(), 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"REFUSES", "REFUSES_LATER"})
    void theNextAddressIsTriedWhenOneRefuses(Door door) {
        harness.resolve(0, 1, 2);
        harness.backend(0).door(door);
        harness.backend(1).door(door);
        final ScriptedClient client = harness.client();
        serve(client, 2);
        assertEquals(1, harness.backend(0).attempts());
        harness.backend(2).newest().ends(); // the next request needs a new connection
        harness.settle();
        serve(client, 2);
        assertEquals(1, harness.backend(0).attempts(), "begins with the one that answered");
    }

    @Test
    void allThatRefuseAreTriedOnce() {
        harness.resolve(0, 1);
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsStatus(502);
        assertTrue(harness.backend(0).attempts() == harness.backend(1).attempts());
    }

    @Test
    void newAddressesAreUsedAtOnceAndKeptConnectionsToOldOnesClosed() {
        harness.resolve(0);
        final ScriptedClient client = harness.client();
        serve(client, 0);
        harness.resolve(1);
        serve(client, 1);
        assertTrue(harness.backend(0).newest().isClosed());
    }

    @Test
    void aConnectionToAnAddressThatIsGoneIsClosedAfterItsExchange() {
        harness.resolve(0);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        harness.backend(0).expectsRequest("GET /");
        harness.resolve(1);
        harness.backend(0).newest().sends(RESPONSE);
        client.expectsResponse(200, "");
        assertTrue(harness.backend(0).newest().isClosed());
    }

    @Test
    void aKeptConnectionStaysWhenOnlyOthersChange() {
        harness.resolve(0, 1);
        final ScriptedClient client = harness.client();
        serve(client, 0);
        harness.resolve(2, 0);
        serve(client, 0);
        assertEquals(1, harness.backend(0).attempts());
    }
}
