package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.model.ExchangeEnd;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.Wire;
import weir.websocket.FrameReader;

/** Upgraded connections when Weir stops. */
class TunnelDrainTest {
    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";
    /** Masked with zeros. */
    private static final String ANSWER = "\u0088\u0082\0\0\0\0\u0003\u00e9";

    private static final String FRAMES = frame("hello") + "\u0089\0" + frame("x".repeat(130)) + frame("bye");
    private static final String CLIENT_FRAMES = masked("hello") + "\u0089\u0080\0\0\0\0" + masked("y".repeat(130));
    /** More than lies between the turns of so many tunnels as are here. */
    private static final int TURNS_MS = 15_000;
    /** Until the first one is told; a tick or two of the timers. */
    private static final int TURN_MS = 3;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private record Tunnel(ScriptedClient client, BackendConnection backend) {}

    private static String frame(String text) {
        return "\u0081" + (text.length() < 126 ? "" + (char) text.length() : "\u007e\0" + (char) text.length()) + text;
    }

    private static String masked(String text) {
        final String plain = frame(text);
        final int head = plain.length() - text.length();
        return "\u0081" + (char) (plain.charAt(1) | 0x80) + plain.substring(2, head) + "\0\0\0\0" + text;
    }

    private static boolean isBoundary(String frames, int at, boolean isMasked) {
        final FrameReader reader = new FrameReader(isMasked);
        reader.follow(ByteBuffer.wrap(Wire.bytes(frames)), 0, at);
        return reader.isAtBoundary();
    }

    private static int nextBoundary(int from) {
        int at = from;
        while (!isBoundary(FRAMES, at, false)) {
            at++;
        }
        return at;
    }

    private Tunnel aTunnel() {
        return aTunnel("websocket", "");
    }

    private Tunnel aTunnel(String protocol, String firstBytes) {
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: " + protocol + "\r\n\r\n");
        harness.backend().expectsRequest("GET /");
        final BackendConnection backend = harness.backend().newest();
        backend.sends("HTTP/1.1 101 Fine\r\nConnection: Upgrade\r\nUpgrade: " + protocol + "\r\n\r\n" + firstBytes);
        client.expectsStatus(101);
        return new Tunnel(client, backend);
    }

    private void cut() {
        harness.loop().post(harness.view()::cut);
        harness.settle();
    }

    // --- WebSocket

    @Test
    void tellsTheClientAtTheNextFrameWhereverTheBackendsFramesAreCut() {
        final List<Tunnel> tunnels = new ArrayList<>();
        for (int cut = 0; cut <= FRAMES.length(); cut++) {
            final Tunnel tunnel = aTunnel("WebSocket", FRAMES.substring(0, cut / 2)); // behind the 101, in part
            tunnel.backend().sends(FRAMES.substring(cut / 2, cut));
            tunnel.client().expectsBytes(FRAMES.substring(0, cut));
            tunnels.add(tunnel);
        }
        harness.drain();
        harness.advanceMs(TURNS_MS);
        for (int cut = 0; cut <= FRAMES.length(); cut++) {
            final Tunnel tunnel = tunnels.get(cut);
            tunnel.client().expectsBytes(isBoundary(FRAMES, cut, false) ? GOING_AWAY : "");
            tunnel.backend().sends(FRAMES.substring(cut));
            tunnel.client()
                    .expectsBytes(
                            isBoundary(FRAMES, cut, false)
                                    ? ""
                                    : FRAMES.substring(cut, nextBoundary(cut)) + GOING_AWAY);
            tunnel.backend().sends(FRAMES + FRAMES); // is dropped, as nothing may follow
            tunnel.client().expectsOpen();
            tunnel.client().expectsNothing();
        }
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void passesTheClientsLastFramesAndItsAnswerToTheBackendWhereverTheyAreCut() {
        final String wire = CLIENT_FRAMES + ANSWER;
        final List<Tunnel> tunnels = new ArrayList<>();
        for (int cut = 0; cut < wire.length(); cut++) {
            final Tunnel tunnel = aTunnel();
            tunnel.client().sends(wire.substring(0, Math.min(cut, CLIENT_FRAMES.length())));
            tunnels.add(tunnel);
        }
        harness.drain();
        harness.advanceMs(TURNS_MS);
        for (int cut = 0; cut < wire.length(); cut++) {
            final Tunnel tunnel = tunnels.get(cut);
            tunnel.client().expectsBytes(GOING_AWAY);
            tunnel.client()
                    .sendsSplitAt(
                            Math.max(0, cut - CLIENT_FRAMES.length()),
                            wire.substring(Math.min(cut, CLIENT_FRAMES.length())));
            tunnel.backend().expectsBytes(wire);
            tunnel.client().expectsEnd(); // the server ends first
            assertFalse(tunnel.client().isClosed());
            tunnel.backend().sends(GOING_AWAY);
            tunnel.backend().ends();
            tunnel.client().ends();
            tunnel.backend().expectsEnd();
            assertTrue(tunnel.client().isClosed());
            assertTrue(tunnel.backend().isClosed());
        }
        assertEquals(wire.length(), harness.ends(ExchangeEnd.TUNNEL_CLOSED));
        assertEquals(wire.length(), harness.count(Counter.SERVED));
    }

    @Test
    void doesNotWaitForPeersThatHaveSaidGoodbyeAndDoNotEnd() {
        final Tunnel tunnel = aTunnel();
        harness.drain();
        harness.advanceMs(TURN_MS);
        tunnel.client().expectsBytes(GOING_AWAY);
        tunnel.client().sends(ANSWER);
        tunnel.backend().expectsBytes(ANSWER);
        tunnel.client().expectsEnd();
        tunnel.backend().expectsOpen();
        harness.advanceMs(1_005);
        tunnel.backend().expectsEnd();
        assertEquals(0, harness.port().clientCount());
    }

    @Test
    void tellsOneClientAfterTheOther() {
        final List<Tunnel> tunnels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tunnels.add(aTunnel());
        }
        harness.drain();
        for (int ms = 0; ms <= 1_000; ms += 100) {
            final long told = tunnels.stream()
                    .filter(tunnel -> tunnel.client().unseen().equals(GOING_AWAY))
                    .count();
            assertEquals(ms / 20.0, told, 3, "after " + ms + " ms");
            harness.advanceMs(100);
        }
    }

    @Test
    void hasToldTheLastOneWhenHalfOfTheTimeIsOver() {
        final List<Tunnel> tunnels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tunnels.add(aTunnel());
        }
        harness.port().drain(100, 200);
        harness.settle();
        harness.advanceMs(102);
        tunnels.forEach(tunnel -> tunnel.client().expectsBytes(GOING_AWAY));
    }

    @Test
    void tellsAClientThatTakesNothingAfterWhatItHasNotTaken() {
        final Tunnel tunnel = aTunnel();
        tunnel.client().takesOnly(3);
        tunnel.backend().sends(frame("hello"));
        harness.drain();
        harness.advanceMs(200);
        tunnel.client().takesAll();
        tunnel.client().expectsBytes(frame("hello") + GOING_AWAY);
    }

    /** Whatever lies in the buffer: its last bytes are kept free for this, too. */
    @Test
    void tellsAClientThatTakesNothingWhileTheBufferIsFull() {
        harness.setup().stock(40);
        final List<Tunnel> tunnels = new ArrayList<>();
        final int most = Setup.HEAD_BYTES;
        for (int payload = most - 12; payload < most; payload++) {
            final Tunnel tunnel = aTunnel();
            tunnel.client().takesOnly(0);
            tunnel.backend()
                    .sends("\u0082\u007e" + (char) (payload >> 8) + (char) (payload & 0xff) + "z".repeat(payload));
            harness.settle();
            tunnels.add(tunnel);
        }
        harness.drain();
        harness.advanceMs(TURNS_MS);
        for (Tunnel tunnel : tunnels) {
            tunnel.client().takesAll();
            harness.settle();
            final String all = tunnel.client().unseen();
            assertTrue(all.endsWith("zz" + GOING_AWAY), all);
            tunnel.client().expectsBytes(all);
        }
    }

    @Test
    void tellsAClientLaterThatCouldNotBeToldForWantOfABuffer() {
        harness.setup().stock(2);
        final Tunnel tunnel = aTunnel();
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final var one = buffers.take(Side.REQUESTS);
        final var two = buffers.take(Side.RESPONSES);
        harness.drain();
        harness.advanceMs(50);
        tunnel.client().expectsNothing();
        buffers.give(Side.REQUESTS, one);
        buffers.give(Side.RESPONSES, two);
        harness.advanceMs(102);
        tunnel.client().expectsBytes(GOING_AWAY);
    }

    @Test
    void leavesACloseOfTheBackendAlone() {
        final String close = "\u0088\u0002\u0003\u00e8"; // 1000
        final Tunnel before = aTunnel();
        before.backend().sends(close);
        before.client().expectsBytes(close);
        final Tunnel within = aTunnel();
        within.backend().sends(close.substring(0, 3));
        within.client().expectsBytes(close.substring(0, 3));
        harness.drain();
        harness.advanceMs(200);
        within.backend().sends(close.substring(3));
        within.client().expectsBytes(close.substring(3));
        harness.advanceMs(1_000);
        before.client().expectsNothing();
        within.client().expectsNothing();
        before.client().expectsOpen();
    }

    @Test
    void tellsTheBackendInPlaceOfAClientThatEndsWithoutAnAnswer() {
        final Tunnel tunnel = aTunnel();
        harness.drain();
        harness.advanceMs(TURN_MS);
        tunnel.client().expectsBytes(GOING_AWAY);
        tunnel.client().ends();
        expectsMaskedClose(tunnel.backend());
        tunnel.backend().expectsEnd();
    }

    @Test
    void tellsTheBackendOfAClientThatHasNotAnsweredInTime() {
        final Tunnel quiet = aTunnel();
        final Tunnel inFrame = aTunnel();
        inFrame.client().sends(masked("hello").substring(0, 8));
        harness.settle();
        harness.drain();
        harness.advanceMs(100);
        quiet.client().expectsBytes(GOING_AWAY);
        harness.advanceMs(Setup.DRAIN_MS - 200);
        quiet.client().expectsOpen();
        cut();
        expectsMaskedClose(quiet.backend());
        quiet.backend().expectsEnd();
        quiet.client().expectsEnd();
        inFrame.backend().expectsBytes(masked("hello").substring(0, 8)); // nothing can be said in the middle
        assertEquals(2, harness.ends(ExchangeEnd.STOPPED));
    }

    @Test
    void tellsBothSidesWhenThereIsNoTimeAtAll() {
        final Tunnel tunnel = aTunnel();
        cut();
        tunnel.client().expectsBytes(GOING_AWAY);
        tunnel.client().expectsEnd();
        expectsMaskedClose(tunnel.backend());
        tunnel.backend().expectsEnd();
    }

    @Test
    void tellsBothSidesWhenTheyWereIdleForTooLong() {
        final Tunnel tunnel = aTunnel();
        harness.advanceMs(Setup.TUNNEL_MS + 2);
        tunnel.client().expectsBytes(GOING_AWAY);
        tunnel.client().expectsEnd();
        expectsMaskedClose(tunnel.backend());
    }

    private void expectsMaskedClose(BackendConnection backend) {
        harness.settle();
        final String close = backend.unseen();
        assertEquals(8, close.length(), close);
        assertEquals("\u0088\u0082", close.substring(0, 2));
        assertEquals(3, close.charAt(6) ^ close.charAt(2));
        assertEquals(0xe9, close.charAt(7) ^ close.charAt(3));
        backend.sees(8);
    }

    @Test
    void tellsAClientThatUpgradesWhileWeirStops() {
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        harness.backend().expectsRequest("GET /");
        harness.drain();
        harness.backend().sends("HTTP/1.1 101 Fine\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        client.expectsStatus(101);
        harness.advanceMs(TURN_MS);
        client.expectsBytes(GOING_AWAY);
    }

    // --- other protocols

    /** Weir has ended the client's side, for want of an answer; then there is one. */
    @ParameterizedTest
    @CsvSource({"tcp, false", "tcp, true", "websocket, false", "websocket, true"})
    void endsInOrderWhenTheBackendAnswersAfterTheClientWasToldOfTheEnd(String protocol, boolean isSending) {
        final Tunnel tunnel = aTunnel(protocol, "welcome"); // no frames, whatever was said
        tunnel.client().expectsBytes("welcome");
        tunnel.client().sends("question");
        tunnel.backend().expectsBytes("question");
        harness.drain();
        harness.advanceMs(TURN_MS);
        for (int ms = TURN_MS; ms < Setup.DRAIN_MS && !tunnel.client().isEnded(); ms += 100) {
            harness.advanceMs(100);
        }
        tunnel.client().expectsEnd();
        assertFalse(tunnel.backend().isEnded());
        if (isSending) {
            tunnel.backend().takesOnly(2);
            tunnel.client().sends("more");
            harness.settle();
        }
        tunnel.backend().sends("late");
        harness.settle();
        tunnel.backend().takesAll();
        if (isSending) {
            tunnel.backend().expectsBytes("more");
            harness.advanceMs(Setup.DRAIN_MS / 6);
        }
        tunnel.backend().expectsEnd();
        tunnel.client().expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_DRAINED));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void endsATunnelOfAnotherProtocolWhenItIsSilentAfterTheBackendHasSpoken() {
        final Tunnel tunnel = aTunnel("tcp", "welcome");
        tunnel.client().expectsBytes("welcome");
        harness.drain();
        harness.advanceMs(TURN_MS);
        harness.advanceMs(Setup.DRAIN_MS / 6 - 50);
        tunnel.client().expectsOpen();
        harness.advanceMs(100);
        tunnel.client().expectsEnd();
        tunnel.backend().expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_DRAINED));
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void takesWhatIsNoWebSocketForAnotherProtocol() {
        final Tunnel tunnel = aTunnel("websocket", "\u0003 is no frame");
        tunnel.client().expectsBytes("\u0003 is no frame");
        harness.drain();
        harness.advanceMs(TURN_MS);
        tunnel.client().expectsNothing();
        harness.advanceMs(Setup.DRAIN_MS / 6 + 10);
        tunnel.client().expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_DRAINED));
    }
}
