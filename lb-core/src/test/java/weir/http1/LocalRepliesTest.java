package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.get;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.ExchangeEnd;
import weir.model.Fallback;
import weir.model.FixedResponse;
import weir.model.Health;
import weir.model.ListenerMode;
import weir.model.Pool;
import weir.model.TlsEngine;
import weir.snapshot.BackendState;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;
import weir.testkit.WireMessage;

/** Responses that Weir itself makes, for clients that pipeline and are slow to read. */
class LocalRepliesTest {
    private static final int REQUESTS = 3;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void speak(ListenerMode mode) {
        harness.setup().mode(mode).pools(LocalRepliesTest::withUrls);
        if (mode == ListenerMode.HTTPS_REDIRECT) {
            harness.setup().redirectStatus(308);
        }
        if (mode == ListenerMode.HTTP) {
            harness.setup().withoutPool(); // 404
        }
    }

    private static List<Pool> withUrls(Pool pool) {
        final List<Backend> backends = new ArrayList<>();
        for (Backend backend : pool.backends()) {
            backends.add(backend.withPublicUrl("https://" + backend.id() + ".example.com"));
        }
        return List.of(pool.withBackends(backends));
    }

    private static int status(ListenerMode mode) {
        return switch (mode) {
            case REDIRECT -> 307;
            case ASK -> 200;
            case HTTPS_REDIRECT -> 308;
            default -> 404;
        };
    }

    private static String pipelined() {
        final StringBuilder wire = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            wire.append(get("/" + i));
        }
        return wire.toString();
    }

    /** Bytes of one response. */
    private int measure() {
        final ScriptedClient client = harness.client();
        client.sends(get("/0"));
        harness.settle();
        return client.receivedBytes();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP")
    void sendsEachResponseWholeBeforeTheNextWhereverTheClientStopsReading(ListenerMode mode) {
        speak(mode);
        final int bytes = measure();
        for (int taken = 0; taken <= REQUESTS * bytes; taken++) {
            final ScriptedClient client = harness.client();
            client.takesOnly(taken);
            client.sends(pipelined());
            harness.settle();
            assertEquals(taken, client.receivedBytes());
            client.expectsOpen();
            client.drainsInStepsOf(7);
            client.takesAll();
            for (int i = 0; i < REQUESTS; i++) {
                final WireMessage response = client.expectsStatus(status(mode));
                assertTrue(mode != ListenerMode.REDIRECT
                        || response.field("Location").endsWith("/" + i));
            }
            client.expectsNothing();
            client.expectsOpen();
            assertEquals(0, harness.heldBuffers());
            client.resets();
        }
    }

    @Test
    void goesOnReadingWhenTheClientHasTakenAll() {
        speak(ListenerMode.REDIRECT);
        final ScriptedClient client = harness.client();
        client.takesOnly(10);
        client.sends(get("/1"));
        harness.settle();
        assertFalse(client.isRead());
        client.sends(get("/2"));
        harness.settle();
        assertTrue(client.unreadBytes() > 0);
        client.takesAll();
        client.expectsStatus(307);
        assertTrue(client.expectsStatus(307).field("Location").endsWith("/2"));
        assertTrue(client.isRead());
    }

    @Test
    void doesNotWaitForEver() {
        speak(ListenerMode.REDIRECT);
        final ScriptedClient client = harness.client();
        client.takesOnly(10);
        client.sends(pipelined());
        harness.settle();
        harness.advanceMs(Setup.CLIENT_BODY_MS - 5);
        client.expectsOpen();
        harness.advanceMs(10);
        assertTrue(client.isClosed());
        assertEquals(10, client.receivedBytes());
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void endsWhenThereIsNoBufferForTheRest() {
        harness.setup().stock(2);
        speak(ListenerMode.REDIRECT);
        final ScriptedClient client = harness.client();
        client.takesOnly(10);
        client.sends("GET");
        harness.settle();
        final var taken = harness.loop().buffers().take();
        client.sends(" /1 HTTP/1.1\r\nHost: x\r\n\r\n" + get("/2"));
        harness.settle();
        assertTrue(client.isEnded());
        assertFalse(client.isClosed(), "a reset would eat what the client has not read");
        assertEquals(0, client.unreadBytes());
        harness.loop().buffers().give(taken);
        assertEquals(0, harness.heldBuffers());
        harness.advanceMs(Setup.LINGER_MS + 5);
        assertTrue(client.isClosed());
    }

    /** The text is larger than a buffer that holds a head here. */
    @Test
    void sendsALongTextOfTheUsersToASlowClient() {
        final String text = Messages.body((int) FixedResponse.TEXT_RANGE.max());
        harness.setup()
                .pools(pool -> List.of(
                        pool.withFallback(Fallback.with(new FixedResponse(503, "text/plain; charset=x", text, 5)))));
        final ScriptedClient client = harness.client();
        harness.tell(new BackendState(0, 0, Health.DOWN, false, AdminState.READY, 1, 1, 2));
        client.takesOnly(100);
        client.sends(GET + GET);
        harness.settle();
        client.drainsInStepsOf(999);
        client.takesAll();
        client.expectsResponse(503, text);
        client.expectsResponse(503, text);
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void sendsItsRefusalBehindAnInterimResponseThatTheClientHasNotTaken() {
        final ScriptedClient client = harness.client();
        client.takesOnly(9);
        client.sends("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        harness.settle();
        harness.backend().sends("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 O");
        harness.settle();
        client.sends("x");
        harness.settle();
        client.drainsInStepsOf(5);
        client.takesAll();
        assertEquals("a", client.expectsStatus(103).field("Link"));
        client.expectsFailure(400, "bad_chunk");
        client.expectsEnd();
    }

    /** The rest of a request that was refused is not looked at while the refusal is on its way. */
    @Test
    void refusesARequestOnce() {
        final ScriptedClient client = harness.client();
        client.takesOnly(10);
        client.sends("GET /a HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n");
        harness.settle();
        client.sends("GET /b HTTP/1.1\r\nBad Name: y\r\n\r\n");
        harness.settle();
        harness.advanceMs(Setup.HEAD_MS + 5);
        client.takesAll();
        client.expectsFailure(400, "space_before_colon");
        client.expectsEnd();
        assertEquals(1, harness.view().ends().get(ExchangeEnd.REFUSED));
    }

    @Test
    void sendsTheRestToATlsClientInTheSameRecords() {
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), TlsEngine.JDK));
        harness.backend().door(Door.REFUSES);
        final TlsPeer client = TlsPeer.connect(harness, "TLSv1.3").settle();
        client.wire().takesOnly(20);
        client.sends(GET + GET);
        harness.settle();
        client.wire().drainsInStepsOf(33);
        client.wire().takesAll();
        final String wire = client.takes();
        assertEquals(3, wire.split("HTTP/1.1 502 ", -1).length, wire);
        assertTrue(wire.endsWith("502 upstream_connect_refused\n"), wire);
    }
}
