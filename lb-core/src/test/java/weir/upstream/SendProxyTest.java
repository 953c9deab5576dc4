package weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.ListenerMode;
import weir.proxyprotocol.ProxyVersion;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** Backends that are told by a PROXY header whose connection they get. */
class SendProxyTest {
    private static final String LINE = "PROXY TCP4 192.0.2.7 127.0.0.1 40000 8080\r\n";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private BackendConnection newest() {
        return harness.backend().newest();
    }

    private static void expectsHeader(BackendConnection connection, String header) {
        assertTrue(connection.unseen().startsWith(header), connection::unseen);
        connection.sees(header.length());
    }

    private void serves(ScriptedClient client, String header) {
        client.sends(REQUEST);
        expectsHeader(newest(), header);
        newest().expectsRequest("GET /");
        newest().answers("hello");
        client.expectsResponse(200, "hello");
    }

    @Test
    void aConnectionIsUsedAgainForItsOwnClientOnly() {
        harness.setup().sendProxy(ProxyVersion.V1);
        final ScriptedClient one = harness.client();
        serves(one, LINE);
        serves(one, "");
        harness.backend().expectsAttempts(1);
        final ScriptedClient two = harness.client();
        serves(two, LINE);
        harness.backend().expectsAttempts(2);
        one.sends(REQUEST);
        harness.settle();
        harness.backend().connections().get(0).expectsRequest("GET /");
        harness.backend().connections().get(0).answers("still yours");
        one.expectsResponse(200, "still yours");
        harness.backend().expectsAttempts(2);
        assertEquals(2, harness.count(Counter.UPSTREAM_REUSES));
        one.ends();
        harness.settle();
        assertTrue(harness.backend().connections().get(0).isClosed(), "nobody else could use it");
        assertFalse(harness.backend().connections().get(1).isClosed());
        two.resets();
        harness.settle();
        assertEquals(0, harness.idleUpstreams());
    }

    @Test
    void eachAttemptBeginsWithAHeader() {
        harness.setup().sendProxy(ProxyVersion.V1);
        final ScriptedClient client = harness.client();
        serves(client, LINE);
        client.sends(REQUEST);
        harness.settle();
        newest().resets();
        harness.backend().expectsAttempts(2);
        expectsHeader(newest(), LINE);
        newest().expectsRequest("GET /");
        newest().answers("again");
        client.expectsResponse(200, "again");
        client.ends();
        harness.settle();
    }

    @Test
    void aBackendThatTakesTheHeaderSlowlyGetsTheRequestBehindIt() {
        harness.setup().sendProxy(ProxyVersion.V1);
        harness.backend().newConnectionsTakeOnly(10);
        final ScriptedClient client = harness.client();
        client.sends(REQUEST);
        harness.settle();
        newest().drainsInStepsOf(7);
        newest().takesAll();
        expectsHeader(newest(), LINE);
        newest().expectsRequest("GET /");
        newest().answers("hello");
        client.expectsResponse(200, "hello");
        client.ends();
        harness.settle();
    }

    @Test
    void aBackendThatDoesNotTakeTheHeaderIsNotConnected() {
        harness.setup().sendProxy(ProxyVersion.V1).retryAttempts(0);
        harness.backend().door(Door.OPENS_LATER).newConnectionsTakeOnly(10);
        final ScriptedClient client = harness.client();
        client.sends(REQUEST);
        harness.settle();
        harness.advanceMs(Setup.CONNECT_MS + 10);
        client.expectsFailure(504, "upstream_connect_timeout");
        client.ends();
        harness.settle();
    }

    @Test
    void withoutHttpTheHeaderComesFirstToo() {
        harness.setup().mode(ListenerMode.TCP).sendProxy(ProxyVersion.V1);
        harness.backend().door(Door.OPENS_LATER);
        final ScriptedClient client = harness.client();
        client.sends("hello");
        newest().expectsBytes(LINE + "hello");
        newest().sends("world");
        client.expectsBytes("world");
        client.resets();
        harness.settle();
    }

    @Test
    void passesOnWhatTheProxyInFrontHasSaid() {
        harness.setup().mode(ListenerMode.TCP).proxyProtocolFrom("192.0.2.0/24").sendProxy(ProxyVersion.V2);
        final String extension = "\u00ea\0\u0001x";
        final String header = "\r\n\r\n\0\r\nQUIT\n" + "\u0021\u0011\0\u0010" + "\u00cb\0\u0071\u0009"
                + "\u00c6\u0033\u0064\u0001" + "\u009c\u0040\0\u0050" + extension;
        final ScriptedClient client = harness.client();
        client.sends(header + "hello");
        newest().expectsBytes(header + "hello");
        client.resets();
        harness.settle();
    }
}
