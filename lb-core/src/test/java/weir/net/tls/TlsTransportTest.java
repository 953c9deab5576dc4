package weir.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.model.TlsEngine;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.SecuredPeer;
import weir.testkit.Setup;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;

/** TLS under the connection of a listener, turned by hand. */
class TlsTransportTest {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HALF_OF_AN_UPGRADE =
            "POST /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: b\r\nContent-Length: 10\r\n\r\n01234";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\n\r\nhello";

    @RegisterExtension
    private final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void speaksTls() {
        use(TlsEngine.JDK);
    }

    private void use(TlsEngine engine) {
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), engine));
    }

    private TlsPeer connected(String version) {
        final TlsPeer peer = TlsPeer.connect(harness, version).settle();
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, peer.engine().getHandshakeStatus());
        assertEquals(1, harness.count(Counter.TLS_HANDSHAKES));
        return peer;
    }

    private void serve(TlsPeer peer) {
        peer.sends(REQUEST).settle();
        assertEquals("https", harness.backend().expectsRequest("GET /").field("X-Forwarded-Proto"));
        harness.backend().sends(RESPONSE);
        assertEquals(RESPONSE, peer.takes());
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void servesARequestAndHoldsNoBufferThen(TlsEngine engine, String version) {
        use(engine);
        final TlsPeer peer = connected(version);
        serve(peer);
        assertEquals(0, harness.heldTlsBuffers());
        assertEquals(0, harness.heldBuffers());
    }

    @ParameterizedTest
    @CsvSource({"JDK, 1", "JDK, 7", "CONSCRYPT, 1", "CONSCRYPT, 7"})
    void bytesMayComeInPiecesOfAnySize(TlsEngine engine, int bytes) {
        use(engine);
        final TlsPeer peer = TlsPeer.connect(harness, TLS_1_3).inPiecesOf(bytes).settle();
        serve(peer);
        assertEquals(0, harness.heldTlsBuffers());
    }

    @ParameterizedTest
    @CsvSource({"JDK, 40000", "JDK, 16384", "CONSCRYPT, 40000", "CONSCRYPT, 16384"})
    void whatTheHandlerHasNoRoomForIsNotForgotten(TlsEngine engine, int bytes) {
        use(engine);
        final TlsPeer peer = connected(TLS_1_3);
        final String body = "x".repeat(bytes);
        peer.sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + "\r\n\r\n"
                + body); // all at once; the buffer has room for 3 KiB
        peer.settle();
        harness.backend().expectsRequest("POST /", body);
        harness.backend().sends(RESPONSE);
        assertEquals(RESPONSE, peer.takes());
    }

    @Test
    void aSlowReaderGetsAllOfALargeResponse() {
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST).settle();
        harness.backend().expectsRequest("GET /");
        final var upstream = harness.backend().newest();
        peer.wire().takesOnly(0);
        final String body = "0123456789".repeat(5_000);
        upstream.sends("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 50000\r\n\r\n" + body);
        harness.settle();
        assertTrue(upstream.unreadBytes() > 40_000, "the backend is held up");
        peer.wire().drainsInStepsOf(777);
        assertTrue(peer.takes().endsWith(body));
    }

    /** While its response stalls nothing is read from it, so only the way out can tell. */
    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void aPeerThatGoesWhileItTakesNothingIsSeenAtOnce(TlsEngine engine) {
        use(engine);
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST).settle();
        harness.backend().expectsRequest("GET /");
        final var upstream = harness.backend().newest();
        peer.wire().takesOnly(0);
        upstream.sends("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(50_000));
        harness.settle();
        peer.wire().resets();
        harness.settle();
        assertTrue(upstream.isEnded(), "the backend is told");
        assertEquals(1, harness.view().ends().get(ExchangeEnd.CLIENT_GONE));
        assertEquals(0, harness.heldTlsBuffers());
    }

    @Test
    void aCutHandshakeLeavesNothingBehind() {
        final TlsPeer peer = TlsPeer.connect(harness, TLS_1_3);
        peer.sendsHello().wire().ends();
        harness.settle();
        assertEquals(1, harness.count(Counter.TLS_HANDSHAKE_CUTS));
        assertTrue(peer.wire().isClosed());
    }

    @Test
    void aSilentPeerIsSentAway() {
        final TlsPeer peer = TlsPeer.connect(harness, TLS_1_3);
        harness.advanceMs(Setup.HANDSHAKE_MS + 10);
        assertEquals(1, harness.count(Counter.TLS_HANDSHAKE_TIMEOUTS));
        assertTrue(peer.wire().isClosed());
    }

    @Test
    void aClientThatSpeaksHttpIsToldThatThisPortSpeaksTls() {
        final var client = harness.client();
        client.sends("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        harness.settle();
        assertTrue(client.unseen().startsWith("HTTP/1.1 400 Bad Request\r\n"), client.unseen());
        assertTrue(client.unseen().contains("This port speaks TLS"), client.unseen());
        client.sends("x".repeat(50_000)); // to close now would take the answer away
        harness.settle();
        assertFalse(client.isClosed());
        client.ends();
        harness.settle();
        assertTrue(client.isClosed());
        assertEquals(1, harness.count(Counter.TLS_PLAIN_HTTP));
    }

    @Test
    void aClientThatSpeaksHttpAndDoesNotEndIsClosed() {
        final var client = harness.client();
        client.sends("GET / HTTP/1.1\r\n\r\n");
        harness.settle();
        harness.advanceMs(1_010);
        assertTrue(client.isClosed());
        assertEquals(1, harness.count(Counter.TLS_PLAIN_HTTP));
        assertEquals(0, harness.count(Counter.TLS_HANDSHAKE_TIMEOUTS));
    }

    @ParameterizedTest
    @CsvSource({"'\\0\\1\\2\\3', TLS_GARBAGE", "ssh, TLS_GARBAGE"})
    void whatIsNoTlsIsToldApart(String bytes, Counter counter) {
        final var client = harness.client();
        client.sends(bytes);
        harness.settle();
        assertEquals(1, harness.count(counter));
        assertTrue(client.isClosed());
    }

    @Test
    void aRecordThatIsTooLargeIsRefused() {
        final var client = harness.client();
        client.sends("\u0016\u0003\u0001\u00ff\u00ff" + "x".repeat(100));
        harness.settle();
        assertEquals(1, harness.count(Counter.TLS_BROKEN_RECORDS));
        assertTrue(client.isClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void aRecordThatWasTamperedWithEndsTheConnection(TlsEngine engine) {
        use(engine);
        final TlsPeer peer = connected(TLS_1_3);
        peer.wire().sends("\u0017\u0003\u0003\0\u0020" + "x".repeat(32));
        harness.settle();
        assertEquals(1, harness.count(Counter.TLS_BROKEN_RECORDS));
        assertTrue(peer.wire().isEnded());
    }

    @Test
    void anEndWithoutNoticeIsCounted() {
        final TlsPeer peer = connected(TLS_1_3);
        peer.wire().ends();
        harness.settle();
        assertEquals(1, harness.count(Counter.TLS_TRUNCATIONS));
        assertTrue(peer.wire().isClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void anEndInOrderIsAnsweredInOrder(String version) {
        final TlsPeer peer = connected(version);
        peer.endsInOrder();
        peer.wire().ends();
        assertTrue(peer.hasEnd());
        assertEquals(0, harness.count(Counter.TLS_TRUNCATIONS));
    }

    @Test
    void aSecondHandshakeIsRefused() throws Exception {
        final TlsPeer peer = connected(TLS_1_2);
        peer.engine().beginHandshake();
        peer.sendsHello();
        harness.settle();
        assertEquals(1, harness.count(Counter.TLS_RENEGOTIATIONS));
        assertTrue(peer.wire().isEnded());
    }

    @Test
    void newKeysAreNoEventForTheHandler() throws Exception {
        final TlsPeer peer = connected(TLS_1_3);
        peer.engine().beginHandshake(); // in TLS 1.3 an update of keys
        peer.settle();
        assertEquals(0, harness.heldBuffers());
        serve(peer);
    }

    @Test
    void aHalfClosedTunnelGoesOnTheOtherWay() {
        harness.setup().mode(ListenerMode.TCP);
        final TlsPeer peer = connected(TLS_1_3);
        final var upstream = harness.backend().newest();
        peer.sends("question");
        peer.endsInOrder();
        peer.wire().ends();
        harness.settle();
        upstream.expectsBytes("question");
        upstream.expectsEnd();
        upstream.sends("answer");
        assertEquals("answer", peer.takes());
        assertFalse(peer.hasEnd());
        upstream.ends();
        assertTrue(peer.hasEnd());
    }

    @Test
    void whoShowsNoCertificateIsRefused() {
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.mutualTls(), TlsEngine.JDK));
        final TlsPeer peer = TlsPeer.connect(harness, TLS_1_3);
        assertTrue(peer.refusal().matches(".*(bad_certificate|certificate_required).*"), peer.refusal()); // JDK 17; 25
        assertEquals(1, harness.count(Counter.TLS_PEER_CERTIFICATES_REFUSED));
        assertTrue(peer.wire().isClosed());
    }

    @Test
    void anOldVersionIsRefused() {
        final TlsPeer peer = TlsPeer.connect(harness, TLS_1_2);
        harness.settle();
        peer.wire()
                .sends("\u0016\u0003\u0001\u0000\u002d\u0001\u0000\u0000\u0029\u0003\u0001" + "r".repeat(32)
                        + "\u0000\u0000\u0002\u00c0\u0013\u0001\u0000"); // TLS 1.0, one suite
        harness.settle();
        assertEquals(1, harness.count(Counter.TLS_NOTHING_IN_COMMON));
        assertTrue(peer.wire().isClosed());
    }

    @Test
    void handshakesOfManyDoNotTakeMoreThanTheirShareOfATurn() {
        harness.loop();
        for (int i = 0; i < 20; i++) {
            TlsPeer.connect(harness, TLS_1_3).sendsHello();
        }
        harness.clock().takesBetweenLooks(TlsLoop.HANDSHAKE_NS_PER_TURN);
        harness.turn();
        assertTrue(harness.count(Counter.TLS_HANDSHAKE_WAITS) > 10);
        harness.clock().takesBetweenLooks(0);
        harness.settle();
    }

    private BufferQueue buffers() {
        return harness.tls().buffers(true);
    }

    /** As of 1b7cfd2: it watched for nothing, and kept the buffer that others and itself waited for. */
    @Test
    void whoIsStarvedStillSendsWhatItHolds() {
        harness.setup().stock(4).smallStock(0);
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234")
                .settle();
        harness.settle();
        peer.wire().takesOnly(100);
        final String body = "0123456789".repeat(200);
        harness.backend().sends("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 2000\r\n\r\n" + body);
        harness.settle();
        assertEquals(1, buffers().held(Side.RESPONSES));
        final var one = buffers().take(Side.REQUESTS);
        final var two = buffers().take(Side.REQUESTS);
        peer.sends("56789").settle();
        harness.settle();
        assertEquals(1, buffers().waiting(Side.REQUESTS), "it cannot read");
        peer.wire().takesAll();
        assertTrue(peer.takes().endsWith(body));
        assertEquals(0, buffers().held(Side.RESPONSES));
        buffers().give(Side.REQUESTS, one);
        buffers().give(Side.REQUESTS, two);
        harness.settle();
        assertEquals(0, buffers().waiting(Side.REQUESTS));
        assertTrue(harness.backend().newest().isClosed(), "the response was there before the request's rest");
        assertTrue(peer.hasEnd());
        harness.advanceMs(Setup.LINGER_MS + 10);
        assertTrue(peer.wire().isClosed());
    }

    private void serveRest(TlsPeer peer) {
        harness.backend().expectsRequest("GET /");
        harness.backend().sends(RESPONSE);
        assertTrue(peer.takes().endsWith(RESPONSE));
    }

    @Test
    void whoCannotWriteForWantOfABufferGoesOnWhenThereIsOne() {
        harness.setup().stock(2);
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST).settle();
        harness.backend().expectsRequest("GET /");
        final var only = buffers().take(Side.RESPONSES);
        harness.backend().sends(RESPONSE);
        harness.settle();
        assertEquals(1, buffers().waiting(Side.RESPONSES));
        assertEquals("", peer.takes());
        buffers().give(Side.RESPONSES, only);
        harness.settle();
        assertEquals(RESPONSE, peer.takes());
        assertEquals(0, harness.heldTlsBuffers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void oneByteOfARecordKeepsASmallBufferAndNotForLong(TlsEngine engine) {
        use(engine);
        final TlsPeer peer = connected(TLS_1_3);
        peer.wire().sends("\u0017");
        harness.settle();
        assertEquals(0, harness.heldTlsBuffers());
        assertEquals(1, harness.heldSmallBuffers());
        harness.advanceMs(Setup.CLIENT_IDLE_MS / 2);
        peer.wire().sends("\u0003"); // does not move the deadline
        harness.settle();
        harness.advanceMs(Setup.CLIENT_IDLE_MS / 2 - 100);
        assertFalse(peer.wire().isClosed());
        harness.advanceMs(200);
        assertTrue(peer.wire().isClosed());
        assertEquals(0, harness.heldSmallBuffers());
    }

    /**
     * In a body, where each record moves the handler's deadline, one that does not come to its end is found out by TLS.
     */
    @Test
    void aRecordThatDoesNotComeToItsEndHasADeadline() {
        harness.setup().mode(ListenerMode.TCP);
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends("hello").settle();
        final var upstream = harness.backend().newest();
        upstream.expectsBytes("hello");
        peer.wire().sends("\u0017\u0003");
        harness.settle();
        for (int i = 0; i < TlsTransport.RECORD_MS / 1000 - 1; i++) {
            upstream.sends("x"); // the tunnel is not idle
            harness.advanceMs(1000);
        }
        assertFalse(peer.wire().isClosed());
        upstream.sends("x");
        harness.advanceMs(1100);
        assertTrue(peer.wire().isClosed());
        assertEquals(1, harness.count(Counter.TLS_RECORDS_STUCK));
    }

    @Test
    void whoKeepsPartOfARecordInABufferThatOthersNeedHasToGo() {
        harness.setup().stock(2).smallStock(0);
        final TlsPeer stuck = connected(TLS_1_3);
        stuck.wire().sends("\u0017");
        harness.settle();
        assertEquals(1, harness.heldTlsBuffers());
        harness.advanceMs((int) (BufferQueue.PATIENCE_NS / 1_000_000) + 10);
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3).settle();
        assertTrue(stuck.wire().isClosed());
        assertEquals(1, harness.count(Counter.TLS_RECORDS_STUCK));
        other.sends(REQUEST).settle();
        serveRest(other);
    }

    private void losesPatience() {
        harness.advanceMs(BufferQueue.PATIENCE_NS / 1_000_000 + 10);
    }

    /** Each read leaves part of a record behind, and each brings the rest of the one before. */
    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void whoseRecordsComeIsNotEvictedAndLetsOthersGoOn(TlsEngine engine) {
        use(engine);
        harness.setup().stock(2).smallStock(0).mode(ListenerMode.TCP);
        final SSLEngine made = TlsFixtures.trustingContext().createSSLEngine("localhost", 443);
        made.setUseClientMode(true);
        final AtomicInteger pieceBytes = new AtomicInteger(Integer.MAX_VALUE);
        final SecuredPeer sender = new SecuredPeer(harness.client(), made, left -> Math.min(left, pieceBytes.get()));
        harness.converse(sender);
        final var backend = harness.backend().newest();
        final String text = "0123456789".repeat(20_000);
        pieceBytes.set(9_000);
        sender.sends(text);
        for (int rounds = 0; rounds < 5; rounds++) { // nobody waits yet
            sender.turn();
            harness.settle();
            harness.advanceMs(200);
        }
        assertEquals(1, harness.heldTlsBuffers());
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3).sendsHello();
        for (int rounds = 0; rounds < 5; rounds++) {
            sender.turn();
            other.settle();
            harness.advanceMs(200);
        }
        assertEquals(2, harness.count(Counter.TLS_HANDSHAKES), "the other one has had its turn");
        for (int rounds = 0; rounds < 20; rounds++) {
            sender.turn();
            harness.settle();
            harness.advanceMs(200);
        }
        backend.expectsBytes(text);
        assertEquals(0, harness.count(Counter.TLS_RECORDS_STUCK));
        assertEquals(0, harness.heldTlsBuffers());
    }

    /** What it sends next may be there already. */
    @Test
    void whoIsNotReadForWantOfABufferOwesNothing() {
        harness.setup().stock(2).smallStock(1);
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST + REQUEST.substring(0, 10)).settle();
        final BufferQueue ordinary = harness.view().buffers().ordinary();
        final var only = ordinary.take(Side.REQUESTS);
        harness.backend().answersAll(request -> "hello");
        harness.settle();
        peer.sends(REQUEST.substring(10)).settle();
        assertEquals(1, ordinary.waiting(Side.REQUESTS));
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3).sendsHello();
        losesPatience();
        assertEquals(0, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        ordinary.give(Side.REQUESTS, only);
        harness.settle();
        peer.settle();
        assertEquals(1, harness.backend().answersAll(request -> "again"));
        assertTrue(peer.takes().endsWith("again"));
        other.settle();
        assertEquals(2, harness.count(Counter.TLS_HANDSHAKES));
    }

    @Test
    void whoKeepsPartOfARecordInATunnelIsSaidToBeEvicted() {
        harness.setup().stock(2).smallStock(0).mode(ListenerMode.TCP);
        final TlsPeer stuck = connected(TLS_1_3);
        stuck.wire().sends("\u0017");
        harness.settle();
        losesPatience();
        TlsPeer.connect(harness, TLS_1_3).settle();
        stuck.wire().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        assertEquals(1, harness.count(Counter.TLS_RECORDS_STUCK));
    }

    @Test
    void whoKeepsPartOfARecordWithinAHeadIsToldSo() {
        harness.setup().stock(2).smallStock(0);
        final TlsPeer stuck = connected(TLS_1_3);
        stuck.sends(REQUEST.substring(0, 10)).settle();
        stuck.wire().sends("\u0017");
        harness.settle();
        losesPatience();
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3).settle();
        assertTrue(stuck.takes().startsWith("HTTP/1.1 408 "));
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        other.sends(REQUEST).settle();
        serveRest(other);
    }

    @Test
    void whoTakesNothingIsSaidToBeEvicted() {
        harness.setup().stock(2).smallStock(0);
        final TlsPeer stuck = connected(TLS_1_3);
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3).settle();
        stuck.sends(REQUEST).settle();
        harness.backend().expectsRequest("GET /");
        stuck.wire().takesOnly(10);
        harness.backend().sends(RESPONSE);
        harness.settle();
        assertEquals(1, buffers().held(Side.RESPONSES));
        other.sends(REQUEST).settle();
        losesPatience();
        harness.backend().answersAll(request -> "hello");
        harness.settle();
        harness.advanceMs(1);
        assertTrue(stuck.wire().isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        assertTrue(other.takes().endsWith("hello"));
    }

    /** A record now and then is no help: what is owed is the head. */
    @Test
    void whoTricklesAHeadInSmallRecordsIsEvicted() {
        harness.setup().stock(2).smallStock(0);
        final TlsPeer slow = connected(TLS_1_3);
        slow.sends(REQUEST.substring(0, 5)).settle();
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3).sendsHello();
        for (int i = 5; i < 8; i++) {
            slow.sends(REQUEST.substring(i, i + 1)).settle();
            harness.advanceMs(400);
        }
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        assertTrue(slow.takes().startsWith("HTTP/1.1 408 "));
        other.settle().sends(REQUEST).settle();
        serveRest(other);
    }

    /** A 408 would wait behind what it does not take, and the buffer with it. */
    @Test
    void whoDoesNotTakeAnInterimResponseIsEvictedWithoutAWord() {
        harness.setup().stock(2).smallStock(0);
        final TlsPeer stuck = connected(TLS_1_3);
        stuck.sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01")
                .settle();
        stuck.wire().takesOnly(10);
        harness.backend().sends("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n");
        harness.settle();
        assertEquals(1, buffers().held(Side.RESPONSES));
        losesPatience();
        final HeldBuffer other = new HeldBuffer();
        buffers().await(Side.RESPONSES, other);
        harness.advanceMs(1);
        assertTrue(stuck.wire().isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        buffers().give(Side.RESPONSES, other.taken);
    }

    /** Whoever waits for one. */
    private static final class HeldBuffer extends BufferQueue.Holder {
        private ByteBuffer taken;

        @Override
        protected void accept(ByteBuffer buffer) {
            taken = buffer;
        }

        @Override
        protected void onBuffer() {
            // What it has is enough.
        }

        @Override
        protected void onScarce() {
            throw new AssertionError("nothing is spare");
        }

        @Override
        protected void onEvicted() {
            throw new AssertionError("it has not waited for long");
        }
    }

    /** Else each would hold what the other waits for, until one has to go. */
    @Test
    void whoWaitsForAnotherBufferDoesNotHoldWhatItsHolderNeeds() {
        harness.setup().stock(4).smallStock(0);
        final List<TlsPeer> begun = connectedPeers(2);
        final List<TlsPeer> whole = connectedPeers(2);
        final String beginning = REQUEST.substring(0, 10);
        begun.forEach(peer -> peer.sends(beginning).settle());
        whole.forEach(peer -> peer.sends(REQUEST).settle());
        begun.forEach(peer -> peer.sends(REQUEST.substring(beginning.length())).settle());
        for (int served = 0, rounds = 0; served < 4 && rounds < 10; rounds++) {
            served += harness.backend().answersAll(request -> "hello");
            begun.forEach(TlsPeer::settle);
            whole.forEach(TlsPeer::settle);
        }
        begun.forEach(peer -> assertTrue(peer.takes().endsWith("hello")));
        whole.forEach(peer -> assertTrue(peer.takes().endsWith("hello")));
        assertEquals(0, harness.heldTlsBuffers());
        assertEquals(0, harness.heldBuffers());
    }

    private List<TlsPeer> connectedPeers(int count) {
        final List<TlsPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(TlsPeer.connect(harness, TLS_1_3).settle());
        }
        return peers;
    }

    /**
     * A request that is there in part when the one before it is answered: what its rest needs is waited for before a
     * buffer for its head is.
     */
    @Test
    void theRestOfAPipelinedHeadIsReadThoughItsBeginningWasSmall() {
        harness.setup().stock(2).smallStock(1);
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST + REQUEST.substring(0, 10)).settle();
        assertEquals(1, harness.heldSmallBuffers());
        final var only = buffers().take(Side.REQUESTS);
        harness.backend().answersAll(request -> "hello");
        harness.settle();
        assertEquals(1, buffers().waiting(Side.REQUESTS));
        assertEquals(0, harness.loop().buffers().heldCount(), "while it waits others may have it");
        peer.sends(REQUEST.substring(10)).settle();
        buffers().give(Side.REQUESTS, only);
        harness.settle();
        peer.settle();
        assertEquals(1, harness.backend().answersAll(request -> "again"));
        assertTrue(peer.takes().endsWith("again"));
        assertEquals(0, harness.heldTlsBuffers());
        assertEquals(0, harness.heldBuffers());
    }

    private SecuredPeer securedBackend() {
        return TlsFixtures.securedBackend(harness.backend().newest(), "localhost", TLS_1_3);
    }

    private void serve(TlsPeer peer, SecuredPeer backend) {
        assertTrue(backend.unseen().startsWith("GET / "), backend.unseen());
        backend.sends(RESPONSE);
        backend.turn();
        harness.settle();
        assertEquals(RESPONSE, peer.takes());
    }

    /** Those who hold them may be waiting for just that backend. */
    @Test
    void backendsAreReadThoughClientsHoldAllBuffersThatTheyMayHave() {
        harness.setup().stock(2).smallStock(0).backendTls(TlsFixtures.towardsBackends(TlsEngine.JDK));
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST).settle();
        final var only = buffers().take(Side.REQUESTS);
        final SecuredPeer backend = securedBackend();
        harness.converse(backend);
        serve(peer, backend);
        buffers().give(Side.REQUESTS, only);
    }

    /**
     * Else with each handshake a buffer for reading would wait for one for writing, whose holders may wait for being
     * read.
     */
    @Test
    void aHandshakeWithABackendReadsNothingThatItCouldNotAnswer() {
        harness.setup().stock(2).smallStock(0).backendTls(TlsFixtures.towardsBackends(TlsEngine.JDK));
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(REQUEST).settle();
        final BufferQueue ofBackends = harness.tls().buffers(false);
        final var only = ofBackends.take(Side.RESPONSES);
        final SecuredPeer backend = securedBackend();
        for (int turns = 0; turns < 20; turns++) {
            backend.turn();
            harness.settle();
            assertEquals(0, ofBackends.held(Side.REQUESTS));
        }
        assertEquals(1, ofBackends.waiting(Side.RESPONSES));
        ofBackends.give(Side.RESPONSES, only);
        harness.converse(backend);
        serve(peer, backend);
        assertEquals(0, harness.heldTlsBuffers());
    }

    /** The switch waits for the request in what others read into, so the request must not wait for them. */
    @Test
    void theRestOfABodyIsSentBehindAnEarlySwitchThoughThereIsNoBufferForIt() {
        harness.setup().stock(2).smallStock(0).backendTls(TlsFixtures.towardsBackends(TlsEngine.JDK));
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends(HALF_OF_AN_UPGRADE).settle();
        final SecuredPeer backend = securedBackend();
        harness.converse(backend);
        assertTrue(backend.unseen().endsWith("01234"), backend.unseen());
        final BufferQueue ofBackends = harness.tls().buffers(false);
        final var only = ofBackends.take(Side.RESPONSES);
        backend.sends("HTTP/1.1 101 B\r\nConnection: Upgrade\r\nUpgrade: b\r\n\r\n");
        harness.converse(backend);
        backend.takesOnly(10); // of a record
        peer.sends("56789").settle();
        harness.converse(backend);
        backend.takesAll();
        harness.converse(backend);
        assertTrue(backend.unseen().endsWith("0123456789"), backend.unseen());
        assertTrue(peer.takes().startsWith("HTTP/1.1 101 "));
        assertEquals(1, harness.heldTlsBuffers());
        ofBackends.give(Side.RESPONSES, only);
    }

    /**
     * close_notify ends one direction (RFC 8446 §6.1; before 1.3 peers answer it by theirs); no record of the other may
     * be lost for it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void aPeerGoesOnAfterWeirHasEndedItsSide(TlsEngine engine) {
        use(engine);
        harness.setup().mode(ListenerMode.TCP);
        final TlsPeer peer = connected(TLS_1_3);
        final var backend = harness.backend().newest();
        backend.ends();
        peer.settle();
        assertTrue(peer.hasEnd());
        for (int i = 0; i < 10; i++) {
            peer.sends("x".repeat(10_000)).settle();
        }
        peer.endsInOrder();
        peer.settle();
        backend.expectsBytes("x".repeat(100_000));
        backend.expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
    }

    /** Nor what its client is thrown out for. */
    @Test
    void whatABackendDoesNotTakeIsNoFaultOfTheClientsTls() {
        harness.setup().stock(2).smallStock(0);
        final TlsPeer peer = connected(TLS_1_3);
        serve(peer);
        harness.backend().newest().takesOnly(0);
        peer.sends(HALF_OF_AN_UPGRADE).settle();
        final TlsPeer other = TlsPeer.connect(harness, TLS_1_3);
        other.settle();
        harness.advanceMs(600);
        other.settle();
        assertEquals(0, harness.count(Counter.TLS_RECORDS_STUCK));
        assertEquals(1, harness.ends(ExchangeEnd.NO_BUFFER));
        assertTrue(peer.takes().startsWith("HTTP/1.1 503 "));
    }

    /** Else the peer would take what it got for cut. */
    @Test
    void theEndIsSaidThoughThereIsNoBufferForIt() {
        harness.setup().stock(2).smallStock(0).mode(ListenerMode.TCP);
        final TlsPeer peer = connected(TLS_1_3);
        final var only = buffers().take(Side.RESPONSES);
        peer.wire().takesOnly(5);
        harness.backend().newest().ends();
        harness.settle();
        peer.wire().takesAll();
        harness.settle();
        peer.settle();
        assertTrue(peer.hasEnd());
        buffers().give(Side.RESPONSES, only);
    }

    @Test
    void manyShareFewBuffers() {
        harness.setup().stock(2).smallStock(0);
        final List<TlsPeer> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(TlsPeer.connect(harness, TLS_1_3));
        }
        for (int round = 0; round < 10; round++) {
            peers.forEach(TlsPeer::settle);
        }
        assertEquals(10, harness.count(Counter.TLS_HANDSHAKES));
        for (TlsPeer peer : peers) {
            peer.sends(REQUEST).settle();
            serveRest(peer);
        }
        assertEquals(0, harness.heldTlsBuffers());
    }

    /** A handshake that has been held up, once its peer takes all. */
    private void completes(TlsPeer peer) {
        peer.wire().takesAll();
        peer.settle();
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, peer.engine().getHandshakeStatus());
        assertEquals(1, harness.count(Counter.TLS_HANDSHAKES));
        serve(peer);
        assertEquals(0, harness.heldTlsBuffers());
    }

    /** Else what is left of a message is never sent, and the loop is told again and again that there is room for it. */
    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void aHandshakeGoesOnWithAPeerThatTakesLittleAtATime(TlsEngine engine, String version) {
        use(engine);
        final TlsPeer peer = TlsPeer.connect(harness, version);
        for (int i = 0; i < 100; i++) {
            peer.wire().takesOnly(100);
            peer.settle();
        }
        completes(peer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void aHandshakeStandsInLineForABufferForWhatThePeerDoesNotTake(TlsEngine engine) {
        use(engine);
        harness.setup().stock(2).smallStock(0);
        final TlsPeer peer = TlsPeer.connect(harness, TLS_1_3);
        final var only = buffers().take(Side.RESPONSES);
        peer.wire().takesOnly(10);
        peer.settle();
        assertEquals(1, buffers().waiting(Side.RESPONSES));
        buffers().give(Side.RESPONSES, only);
        peer.settle();
        completes(peer);
    }

    private TlsPeer withAnOldClientThatTakesAllButTheEnd() {
        final TlsPeer peer = connected(TLS_1_3);
        peer.sends("GET / HTTP/1.0\r\nHost: a\r\n\r\n").settle();
        harness.backend().expectsRequest("GET /");
        final int before = peer.wire().receivedBytes();
        final String head = "HTTP/1.1 200 OK\r\nDate: x\r\n";
        harness.backend().sends(head + "\r\nhello");
        assertEquals(head + "Connection: close\r\n\r\nhello", peer.takes());
        assertTrue(peer.wire().receivedBytes() > before);
        peer.wire().takesOnly(0);
        harness.backend().ends();
        harness.settle();
        return peer;
    }

    /** It tells the client of HTTP/1.0 that what it got is all. */
    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void closeNotifyWaitsForRoom(TlsEngine engine) {
        use(engine);
        final TlsPeer peer = withAnOldClientThatTakesAllButTheEnd();
        assertFalse(peer.hasEnd());
        assertFalse(peer.wire().isClosed());
        final int withIt = harness.descriptors().taken();
        peer.wire().takesOnly(7);
        assertFalse(peer.hasEnd());
        peer.wire().takesAll();
        assertTrue(peer.hasEnd());
        assertTrue(peer.wire().isClosed());
        assertEquals(withIt - 1, harness.descriptors().taken(), "counted as long as it is open");
        assertEquals(0, harness.heldSmallBuffers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "CONSCRYPT"})
    void closeNotifyDoesNotWaitForEverForRoom(TlsEngine engine) {
        use(engine);
        final TlsPeer peer = withAnOldClientThatTakesAllButTheEnd();
        harness.advanceMs(1_900);
        assertFalse(peer.wire().isClosed());
        harness.advanceMs(200);
        assertTrue(peer.wire().isClosed());
        assertEquals(0, harness.heldSmallBuffers());
    }
}
