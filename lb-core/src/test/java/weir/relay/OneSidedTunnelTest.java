package weir.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Value;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.model.TlsEngine;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.SecuredPeer;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;

/** One side of a tunnel takes nothing more: what it has said before, and that it ends, is worth as much as ever. */
class OneSidedTunnelTest {
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: b\r\n\r\n";
    private static final String SWITCHING = "HTTP/1.1 101 B\r\nConnection: Upgrade\r\nUpgrade: b\r\n\r\n";
    private static final String EARLY = "e".repeat(100);
    /** So few that a buffer holds them, and what stands behind them is seen in the same go. */
    private static final String WORDS = "0123456789abcdef".repeat(20);

    @RegisterExtension
    private final LoopHarness harness = new LoopHarness();

    private ScriptedClient client;
    private SecuredPeer backend;

    static List<Arguments> tunnels() {
        return TlsFixtures.withEachEngine(new ListenerMode[] {ListenerMode.HTTP, ListenerMode.TCP});
    }

    private static String request(ListenerMode mode) {
        return mode == ListenerMode.HTTP ? UPGRADE : "";
    }

    private static String answer(ListenerMode mode) {
        return mode == ListenerMode.HTTP ? SWITCHING : "";
    }

    /** The backend has what asks it for a tunnel, and has not answered. */
    private void connect(ListenerMode mode, TlsEngine engine, String version) {
        harness.setup().mode(mode).backendTls(TlsFixtures.towardsBackends(engine));
        client = harness.client();
        client.sends(request(mode));
        harness.settle();
        backend = TlsFixtures.securedBackend(harness.backend().newest(), "localhost", version);
        harness.converse(backend);
    }

    private void speaksAndEnds(ListenerMode mode) {
        backend.sends(answer(mode) + WORDS);
        backend.ends();
        harness.converse(backend);
    }

    private void expectsWords(ListenerMode mode) {
        if (mode == ListenerMode.HTTP) {
            client.expectsStatus(101);
        }
        client.expectsBytes(WORDS);
        client.expectsEnd();
    }

    private AccessRecord onlyRecord() {
        assertEquals(1, harness.records().size());
        return harness.records().get(0);
    }

    /** After close_notify some engines make no more records, and so the client's early bytes cannot be sent. */
    @ParameterizedTest
    @MethodSource("tunnels")
    void earlyBytesDoNotCostTheClientWhatTheBackendSaid(ListenerMode mode, TlsEngine engine, String version) {
        connect(mode, engine, version);
        if (mode == ListenerMode.HTTP) {
            client.sends(EARLY);
            harness.settle();
        }
        backend.sends(answer(mode) + WORDS);
        backend.ends();
        backend.turn();
        if (mode == ListenerMode.TCP) {
            client.sends(EARLY); // in the same turn
        }
        harness.settle();
        expectsWords(mode);
        client.ends();
        harness.settle();
        assertTrue(client.isClosed());
        assertFalse(client.isReset());
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
        assertEquals(
                mode == ListenerMode.HTTP ? 101 : AccessRecord.ABSENT,
                onlyRecord().get(Value.STATUS));
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void aSlowClientGetsAllOfIt(ListenerMode mode, TlsEngine engine, String version) {
        connect(mode, engine, version);
        client.takesOnly(10);
        speaksAndEnds(mode);
        client.sends(EARLY);
        harness.settle();
        client.drainsInStepsOf(70);
        client.takesAll();
        expectsWords(mode);
        client.ends();
        harness.settle();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
        assertFalse(client.isReset());
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void aHalfClosedClientGetsAllOfIt(ListenerMode mode, TlsEngine engine, String version) {
        connect(mode, engine, version);
        client.takesOnly(0);
        client.sends(EARLY);
        client.ends();
        speaksAndEnds(mode);
        client.drainsInStepsOf(70);
        client.takesAll();
        expectsWords(mode);
        assertTrue(client.isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
    }

    /** A reset would eat what the client has not read yet, so it comes a moment later. */
    @ParameterizedTest
    @CsvSource({"HTTP, TUNNEL_CLOSED", "TCP, UPSTREAM_RESET"})
    void aClientThatSpeaksToABackendWhichHasEndedIsResetWhenItDoesNotEndItself(ListenerMode mode, ExchangeEnd end) {
        connect(mode, TlsEngine.CONSCRYPT, "TLSv1.3");
        speaksAndEnds(mode);
        for (int ms = 0; ms < Relay.DROP_MS - 10; ms += 10) {
            client.sends(EARLY);
            harness.advanceMs(10);
            assertFalse(client.isClosed(), "after " + ms);
        }
        expectsWords(mode);
        harness.advanceMs(100);
        client.expectsReset();
        assertEquals(1, harness.ends(end));
        assertEquals(0, harness.heldBuffers());
    }

    /** As on Linux: what came before a reset can be read. */
    @ParameterizedTest
    @CsvSource({"HTTP, TUNNEL_CLOSED", "TCP, UPSTREAM_RESET"})
    void whatAPlainBackendSaidBeforeItsResetComesBeforeTheResetOfTheClient(ListenerMode mode, ExchangeEnd end) {
        harness.setup().mode(mode);
        client = harness.client();
        client.sends(request(mode) + EARLY);
        harness.settle();
        final var plain = harness.backend().newest();
        plain.sends(answer(mode));
        plain.sends(WORDS);
        plain.resets();
        client.sends(EARLY); // all in one turn
        client.expectsReset();
        assertTrue(client.unseen().endsWith(WORDS), "before the reset: " + client.unseen());
        assertEquals(1, harness.ends(end));
    }

    @Test
    void aClientThatNeverSawTheSwitchIsNotSaidToHaveSeenIt() {
        client = harness.client();
        client.sends(UPGRADE);
        harness.backend().expectsRequest("GET /");
        client.takesOnly(0);
        harness.backend().sends(SWITCHING);
        harness.settle();
        client.resets();
        harness.settle();
        harness.backend().newest().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
        assertEquals(0, onlyRecord().get(Value.STATUS));
    }

    /**
     * The other way round: the client ends in good order, and so takes nothing more, and its backend has not all of it
     * yet.
     */
    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3", "JDK, TLSv1.3"})
    void aBackendGetsAllThatAClientSaidBeforeItsEnd(TlsEngine engine, String version) {
        harness.setup().mode(ListenerMode.TCP).tls(TlsFixtures.engines(TlsFixtures.tls(), engine));
        final TlsPeer peer = TlsPeer.connect(harness, version).settle();
        final var upstream = harness.backend().newest();
        upstream.takesOnly(0);
        peer.sends(WORDS.repeat(30));
        peer.endsInOrder();
        harness.settle();
        upstream.sends("news");
        harness.settle();
        upstream.drainsInStepsOf(900);
        upstream.takesAll();
        upstream.sends("more news");
        upstream.expectsBytes(WORDS.repeat(30));
        upstream.expectsEnd();
        upstream.ends();
        peer.wire().ends();
        harness.settle();
        assertTrue(upstream.isClosed());
        assertFalse(upstream.isReset());
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
    }
}
