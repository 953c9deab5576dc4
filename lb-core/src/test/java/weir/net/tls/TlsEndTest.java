package weir.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.buf.BufferQueue;
import weir.model.ListenerMode;
import weir.model.TlsEngine;
import weir.relay.Relay;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.Pipes;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.SecuredPeer;
import weir.testkit.Setup;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;

/**
 * Each way in which a TLS connection can end: the engine must let go of what it holds outside the heap then, and not
 * when a garbage collection finds it.
 */
class TlsEndTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 50000\r\n\r\n";
    private static final String BODY = "x".repeat(50_000);

    @RegisterExtension
    private final LoopHarness harness = new LoopHarness();

    private TlsEngine engine;
    private String version;

    // --- clients

    static List<Arguments> endsOfClients() {
        return TlsFixtures.withEachEngine(OfClient.values());
    }

    /** What becomes of a client's connection. */
    private enum OfClient {
        GOES_BEFORE_ITS_HELLO(test -> test.connects().wire().resets()),
        ENDS_BEFORE_ITS_HELLO(test -> test.connects().wire().ends()),
        SAYS_NOTHING(test -> {
            test.connects();
            test.harness.advanceMs(Setup.HANDSHAKE_MS + 10);
        }),
        GOES_AFTER_ITS_HELLO(test -> test.connects().sendsHello().wire().resets()),
        ENDS_AFTER_ITS_HELLO(test -> test.connects().sendsHello().wire().ends()),
        GOES_WHEN_IT_HAS_OUR_HELLO(test -> test.hasOurHello().wire().resets()),
        SAYS_NOTHING_TO_OUR_HELLO(test -> {
            test.hasOurHello();
            test.harness.advanceMs(Setup.HANDSHAKE_MS + 10);
        }),
        GOES_WITHOUT_TAKING_OUR_HELLO(test -> test.takesOfOurHello(0).wire().resets()),
        GOES_WHILE_IT_TAKES_OUR_HELLO(test -> test.takesOfOurHello(100).wire().resets()),
        DOES_NOT_TAKE_OUR_HELLO(test -> {
            test.takesOfOurHello(100);
            test.harness.advanceMs(Setup.HANDSHAKE_MS + 10);
        }),
        SPEAKS_HTTP(test -> {
            final ScriptedClient client = test.harness.client();
            client.sends(REQUEST);
            test.harness.settle();
            client.ends();
        }),
        SPEAKS_SOMETHING_ELSE(test -> test.harness.client().sends("\0\1\2\3")),
        IS_CUT_OFF_FOR_A_BROKEN_HELLO(
                test -> test.connects().wire().sends("\u0016\u0003\u0003\0\u0004\u0001\u00ff\u00ff\u00ff")),
        BREAKS_THE_HANDSHAKE_AND_TAKES_NO_ALERT(test -> {
            final TlsPeer peer = test.takesOfOurHello(100);
            peer.wire().sends("\u0016\u0003\u0003\0\u0004\u0001\u00ff\u00ff\u00ff");
            test.harness.settle();
            test.harness.advanceMs(Setup.HANDSHAKE_MS + 10);
        }),
        SHOWS_NO_CERTIFICATE(test -> {
            test.harness.setup().tls(TlsFixtures.engines(TlsFixtures.mutualTls(), test.engine));
            assertTrue(test.connects().refusal() != null);
        }),
        SHOWS_NO_CERTIFICATE_AND_TAKES_NO_ALERT(test -> {
            test.harness.setup().tls(TlsFixtures.engines(TlsFixtures.mutualTls(), test.engine));
            final TlsPeer peer = test.hasOurHello();
            peer.wire().takesOnly(0);
            peer.settle();
        }),
        REFUSES_OUR_CERTIFICATE(test -> test.hasOurHello().wire().sends("\u0015\u0003\u0003\0\u0002\u0002\u0030")),
        SENDS_A_BROKEN_RECORD(test -> test.connected().wire().sends("\u0017\u0003\u0003\0\u0020" + "x".repeat(32))),
        SENDS_A_BROKEN_RECORD_AND_TAKES_NO_ALERT(test -> {
            final TlsPeer peer = test.stalled();
            peer.wire().sends("\u0017\u0003\u0003\0\u0020" + "x".repeat(32));
            test.harness.settle();
            test.harness.advanceMs(Setup.TUNNEL_MS);
        }),
        STOPS_IN_A_RECORD(test -> {
            test.connected().wire().sends("\u0017\u0003");
            test.harness.advanceMs(Setup.CLIENT_IDLE_MS + TlsTransport.RECORD_MS);
        }),
        ENDS_IN_ORDER(test -> {
            final TlsPeer peer = test.connected();
            peer.endsInOrder();
            peer.wire().ends();
        }),
        ENDS_IN_ORDER_AND_TAKES_NOTHING(test -> {
            final TlsPeer peer = test.connected();
            peer.wire().takesOnly(0);
            peer.endsInOrder();
            peer.wire().ends();
            test.harness.settle();
            test.harness.advanceMs(Setup.LINGER_MS + 3_000);
        }),
        ENDS_WITHOUT_NOTICE(test -> test.connected().wire().ends()),
        GOES_WHILE_IDLE(test -> test.connected().wire().resets()),
        IS_IDLE_FOR_TOO_LONG(test -> {
            test.connected();
            test.harness.advanceMs(Setup.CLIENT_IDLE_MS + 10);
            test.harness.advanceMs(Setup.LINGER_MS + 10);
        }),
        GOES_BEFORE_THE_RESPONSE(test -> {
            final TlsPeer peer = test.connected();
            peer.sends(REQUEST).settle();
            peer.wire().resets();
        }),
        GOES_IN_THE_MIDDLE_OF_ITS_REQUEST(test -> {
            final TlsPeer peer = test.connected();
            peer.sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123")
                    .settle();
            peer.wire().resets();
        }),
        GOES_IN_THE_MIDDLE_OF_ITS_RESPONSE(test -> test.stalled().wire().resets()),
        TAKES_NO_RESPONSE(test -> {
            test.stalled();
            for (int i = 0; i < 20; i++) {
                test.harness.advanceMs(Setup.CLIENT_BODY_MS);
            }
        }),
        GETS_HALF_A_RESPONSE(test -> {
            final TlsPeer peer = test.connected();
            peer.sends(REQUEST).settle();
            test.harness.backend().sends(HEAD);
            test.harness.settle();
            test.harness.backend().ends();
            peer.settle();
            peer.wire().ends();
        }),
        TAKES_NOT_ALL_OF_HALF_A_RESPONSE(test -> {
            test.stalled();
            test.harness.backend().resets();
            test.harness.settle();
            test.harness.advanceMs(Setup.TUNNEL_MS);
        }),
        TAKES_NO_CLOSE_NOTIFY(test -> {
            final TlsPeer peer = test.owedTheEnd();
            test.harness.advanceMs(3_000);
            assertTrue(peer.wire().isClosed());
        }),
        GOES_BEFORE_IT_TAKES_CLOSE_NOTIFY(test -> test.owedTheEnd().wire().resets()),
        ASKS_FOR_ANOTHER_HANDSHAKE(test -> {
            final TlsPeer peer = test.connected();
            try {
                peer.engine().beginHandshake(); // in TLS 1.3 new keys, which it gets
            } catch (SSLException e) {
                throw new AssertionError(e);
            }
            peer.sendsHello();
            test.harness.settle();
            peer.wire().ends();
        }),
        IS_IDLE_WHEN_WEIR_STOPS(test -> {
            test.connected();
            test.harness.drain();
            test.harness.advanceMs(Setup.DRAIN_IDLE_MS + 10);
            test.harness.advanceMs(Setup.LINGER_MS + 10);
        }),
        IS_SHAKING_HANDS_WHEN_WEIR_STOPS(test -> {
            test.hasOurHello();
            test.harness.drain();
            test.harness.advanceMs(Setup.DRAIN_MS + 10);
        }),
        TAKES_NOTHING_WHEN_WEIR_STOPS(test -> {
            test.stalled();
            test.harness.drain();
            test.harness.advanceMs(Setup.DRAIN_MS + 10);
            test.harness.advanceMs(3_000);
        }),
        HALF_CLOSES_A_TUNNEL_AND_GOES(test -> {
            test.harness.setup().mode(ListenerMode.TCP);
            final TlsPeer peer = test.connected();
            peer.sends("question");
            peer.endsInOrder();
            test.harness.settle();
            peer.wire().takesOnly(0);
            test.harness.backend().sends(BODY);
            test.harness.settle();
            peer.wire().resets();
            test.harness.settle();
            test.harness.advanceMs(Relay.DROP_MS); // where it is its engine that takes no more
        }),
        HAS_TO_GO_FOR_WANT_OF_BUFFERS(test -> {
            test.harness.setup().stock(2).smallStock(0);
            test.connected().wire().sends("\u0017");
            test.harness.settle();
            test.harness.advanceMs((int) (BufferQueue.PATIENCE_NS / 1_000_000) + 10);
            final TlsPeer other = TlsPeer.connect(test.harness, test.version).settle();
            assertEquals(1, test.harness.count(Counter.TLS_RECORDS_STUCK));
            other.wire().resets();
        });

        private final Consumer<TlsEndTest> way;

        OfClient(Consumer<TlsEndTest> way) {
            this.way = way;
        }
    }

    @ParameterizedTest
    @MethodSource("endsOfClients")
    void aClientLeavesNothingHoweverItEnds(OfClient end, TlsEngine engine, String version) {
        this.engine = engine;
        this.version = version;
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), engine));
        final Pipes pipes = Pipes.remember();
        end.way.accept(this);
        harness.settle();
        pipes.expectsNoMore();
        assertEquals(0, harness.view().clients().count());
    }

    /** Has said nothing yet. */
    private TlsPeer connects() {
        return TlsPeer.connect(harness, version);
    }

    /** Has what Weir answers to a hello, and has not taken it in. */
    private TlsPeer hasOurHello() {
        final TlsPeer peer = connects().sendsHello();
        harness.settle();
        assertTrue(peer.wire().receivedBytes() > 0);
        return peer;
    }

    private TlsPeer takesOfOurHello(int bytes) {
        final TlsPeer peer = connects();
        peer.wire().takesOnly(bytes);
        peer.sendsHello();
        harness.settle();
        assertEquals(bytes, peer.wire().receivedBytes());
        return peer;
    }

    private TlsPeer connected() {
        final TlsPeer peer = connects().settle();
        assertEquals(1, harness.count(Counter.TLS_HANDSHAKES));
        return peer;
    }

    /** Takes nothing of its response, which is there. */
    private TlsPeer stalled() {
        final TlsPeer peer = connected();
        peer.sends(REQUEST).settle();
        peer.wire().takesOnly(0);
        harness.backend().sends(HEAD + BODY);
        harness.settle();
        return peer;
    }

    /** Has all but close_notify, for which it has no room. */
    private TlsPeer owedTheEnd() {
        final TlsPeer peer = connected();
        peer.sends("GET / HTTP/1.0\r\nHost: a\r\n\r\n").settle();
        harness.backend().sends("HTTP/1.1 200 OK\r\nDate: x\r\n\r\nhello");
        assertTrue(peer.takes().endsWith("hello"));
        peer.wire().takesOnly(0);
        harness.backend().ends();
        harness.settle();
        return peer;
    }

    // --- backends

    static List<Arguments> endsOfBackends() {
        return TlsFixtures.withEachEngine(OfBackend.values());
    }

    /** What becomes of the connection to a backend. A client has sent the beginning of a request. */
    private enum OfBackend {
        REFUSES_TO_CONNECT(test -> test.harness.backend().door(Door.REFUSES_LATER)),
        GOES_BEFORE_OUR_HELLO(test -> test.asked().resets()),
        ENDS_AFTER_OUR_HELLO(test -> test.asked().ends()),
        SAYS_NOTHING(test -> {
            test.asked();
            test.harness.advanceMs(Setup.CONNECT_MS + 10);
        }),
        TAKES_NOTHING(test -> {
            test.harness.backend().newConnectionsTakeOnly(0);
            test.asked();
            test.harness.advanceMs(Setup.CONNECT_MS + 10);
        }),
        TAKES_HALF_OF_OUR_HELLO(test -> {
            test.harness.backend().newConnectionsTakeOnly(50);
            test.asked().resets();
        }),
        SPEAKS_HTTP(test -> test.asked().sends("HTTP/1.1 400 Bad Request\r\n\r\n")),
        SPEAKS_SOMETHING_ELSE(test -> test.asked().sends("\0\1\2\3")),
        REFUSES_US(test -> test.asked().sends("\u0015\u0003\u0003\0\u0002\u0002\u0028")),
        IS_SOMEBODY_ELSE(test -> test.harness.converse(test.speaking("wildcard"))),
        IS_SOMEBODY_ELSE_AND_TAKES_NO_ALERT(test -> {
            final SecuredPeer backend = test.speaking("wildcard");
            backend.takesOnly(0);
            test.harness.converse(backend);
        }),
        HAS_A_CLIENT_THAT_GOES_MEANWHILE(test -> {
            test.asked();
            test.client.resets();
        }),
        HAS_A_CLIENT_THAT_GOES_BEFORE_THE_RESPONSE(test -> {
            test.secured();
            test.client.resets();
        }),
        HAS_A_CLIENT_THAT_GOES_IN_THE_MIDDLE_OF_ITS_REQUEST(test -> {
            test.stalledBackend();
            test.client.resets();
            test.harness.settle();
            test.harness.advanceMs(Setup.RESPONSE_BODY_MS + 10); // nobody looks at the client before
        }),
        HAS_A_CLIENT_THAT_GOES_IN_THE_MIDDLE_OF_ITS_RESPONSE(test -> {
            final SecuredPeer backend = test.secured();
            test.client.takesOnly(0);
            backend.sends(HEAD + BODY);
            test.harness.converse(backend);
            test.client.resets();
        }),
        GOES_BEFORE_ITS_RESPONSE(test -> test.secured().resets()),
        GOES_IN_THE_MIDDLE_OF_THE_REQUEST(test -> test.stalledBackend().resets()),
        ENDS_IN_THE_MIDDLE_OF_THE_REQUEST(test -> {
            final SecuredPeer backend = test.stalledBackend();
            backend.ends();
            test.harness.converse(backend);
        }),
        TAKES_NO_REQUEST(test -> {
            test.stalledBackend();
            test.harness.advanceMs(Setup.RESPONSE_BODY_MS + 10);
            test.harness.advanceMs(Setup.TUNNEL_MS);
        }),
        GOES_IN_THE_MIDDLE_OF_ITS_RESPONSE(test -> {
            final SecuredPeer backend = test.secured();
            backend.sends(HEAD);
            test.harness.converse(backend);
            backend.resets();
        }),
        CUTS_ITS_RESPONSE(test -> {
            final SecuredPeer backend = test.secured();
            backend.sends(HEAD);
            backend.cuts();
            test.harness.converse(backend);
        }),
        ENDS_ITS_RESPONSE_IN_ORDER(test -> {
            final SecuredPeer backend = test.secured();
            backend.sends("HTTP/1.1 200 OK\r\nDate: x\r\n\r\nhello");
            backend.ends();
            test.harness.converse(backend);
        }),
        SENDS_A_BROKEN_RECORD(test -> {
            test.secured();
            test.harness.backend().sends("\u0017\u0003\u0003\0\u0020" + "x".repeat(32));
        }),
        STOPS_IN_A_RECORD(test -> {
            test.secured();
            test.harness.backend().sends("\u0017\u0003");
            test.harness.settle();
            test.harness.advanceMs(TlsTransport.RECORD_MS + 10);
        }),
        SAYS_NO_MORE(test -> {
            test.secured();
            test.harness.advanceMs(Setup.RESPONSE_MS + 10);
        }),
        IS_IDLE_FOR_TOO_LONG(test -> {
            test.idle();
            test.harness.advanceMs(Setup.UPSTREAM_IDLE_MS + 10);
        }),
        IS_IDLE_FOR_TOO_LONG_AND_TAKES_NO_CLOSE_NOTIFY(test -> {
            test.idle().takesOnly(0);
            test.harness.advanceMs(Setup.UPSTREAM_IDLE_MS + 10);
            test.harness.advanceMs(3_000);
        }),
        GOES_WHILE_IDLE(test -> test.idle().resets()),
        ENDS_WHILE_IDLE(test -> {
            final SecuredPeer backend = test.idle();
            backend.ends();
            test.harness.converse(backend);
        }),
        IS_IDLE_WHEN_WEIR_STOPS(test -> {
            test.idle();
            test.harness.drain();
            test.harness.advanceMs(Setup.UPSTREAM_IDLE_MS + 10);
        });

        private final Consumer<TlsEndTest> way;

        OfBackend(Consumer<TlsEndTest> way) {
            this.way = way;
        }
    }

    private ScriptedClient client;

    @ParameterizedTest
    @MethodSource("endsOfBackends")
    void aBackendLeavesNothingHoweverItEnds(OfBackend end, TlsEngine engine, String version) {
        this.engine = engine;
        this.version = version;
        harness.setup().retryAttempts(0).backendTls(TlsFixtures.towardsBackends(engine));
        final Pipes pipes = Pipes.remember();
        end.way.accept(this);
        harness.settle();
        pipes.expectsNoMore();
        assertEquals(0, harness.idleUpstreams());
    }

    /** What Weir has connected to for a request. */
    private BackendConnection asked() {
        client = harness.client();
        client.sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n");
        return harness.backend().newest();
    }

    private SecuredPeer speaking(String certificate) {
        return TlsFixtures.securedBackend(asked(), certificate, version);
    }

    /** Has the beginning of a request. */
    private SecuredPeer secured() {
        final SecuredPeer backend = speaking("localhost");
        harness.converse(backend);
        assertEquals(1, harness.count(Counter.TLS_HANDSHAKES));
        assertTrue(backend.unseen().startsWith("POST / HTTP/1.1"));
        return backend;
    }

    /** Takes nothing of its request, which is there. */
    private SecuredPeer stalledBackend() {
        final SecuredPeer backend = secured();
        backend.takesOnly(0);
        client.sends("x".repeat(40_000));
        harness.settle();
        return backend;
    }

    private SecuredPeer idle() {
        final SecuredPeer backend = secured();
        client.sends(BODY);
        harness.converse(backend);
        backend.sends("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\n\r\nhello");
        harness.converse(backend);
        assertEquals(1, harness.idleUpstreams());
        return backend;
    }
}
