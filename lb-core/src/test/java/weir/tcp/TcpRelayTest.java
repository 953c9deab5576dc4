package weir.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** Bytes, FINs and resets of a connection that has its backend. */
class TcpRelayTest {
    /** No HTTP, and every value of a byte. */
    private static final String BINARY = binary();

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private static String binary() {
        final StringBuilder bytes = new StringBuilder();
        for (int value = 0; value < 256; value++) {
            bytes.append((char) value);
        }
        return bytes.toString();
    }

    private static String bytes(int count) {
        return BINARY.repeat(count / BINARY.length() + 1).substring(0, count);
    }

    @BeforeEach
    void speakNoHttp() {
        harness.setup().mode(ListenerMode.TCP);
    }

    private BackendConnection backend() {
        return harness.backend().newest();
    }

    @Test
    void carriesEveryByteWhereverTheyAreCut() {
        for (int cut = 0; cut <= BINARY.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sendsSplitAt(cut, BINARY);
            backend().expectsBytes(BINARY);
            backend().sendsSplitAt(cut, BINARY);
            client.expectsBytes(BINARY);
            assertEquals(0, harness.heldBuffers(), "a quiet connection holds no buffer");
            client.ends();
            backend().expectsEnd();
            backend().ends();
            client.expectsEnd();
        }
        assertEquals(BINARY.length() + 1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
    }

    @Test
    void theBackendMaySpeakFirst() {
        final ScriptedClient client = harness.client();
        backend().sends("220 ready\r\n");
        client.expectsBytes("220 ready\r\n");
        backend().expectsNothing();
    }

    @Test
    void carriesMuchThroughTinyWindowsBothWays() {
        final ScriptedClient client = harness.client();
        client.takesOnly(0);
        backend().takesOnly(0);
        client.sendsInPiecesOf(700, bytes(20_000));
        backend().sendsInPiecesOf(900, bytes(30_000));
        harness.settle();
        assertTrue(harness.heldBuffers() <= 2);
        assertFalse(client.isRead());
        assertFalse(backend().isRead());
        client.drainsInStepsOf(77);
        backend().drainsInStepsOf(55);
        client.takesAll();
        backend().takesAll();
        client.expectsBytes(bytes(30_000));
        backend().expectsBytes(bytes(20_000));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void oneStuckDirectionDoesNotHoldUpTheOther() {
        final ScriptedClient client = harness.client();
        backend().takesOnly(0);
        client.sends(bytes(5_000));
        harness.settle();
        assertFalse(client.isRead());
        for (int i = 0; i < 10; i++) {
            backend().sends("news " + i);
            client.expectsBytes("news " + i);
        }
        backend().takesAll();
        backend().expectsBytes(bytes(5_000));
        assertTrue(client.isRead());
    }

    /** Room for bytes of the backend is waited for at first, and no more when the client has gone. */
    @Test
    void seesAResetOfAClientThatIsNotReadForLong() {
        final ScriptedClient client = harness.client();
        backend().takesOnly(0);
        client.takesOnly(0);
        client.sends(bytes(5_000));
        backend().sends("news");
        harness.advanceMs(1_002);
        client.takesAll();
        client.expectsBytes("news");
        assertFalse(client.isRead());
        client.resets();
        harness.advanceMs(2_002);
        backend().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @Test
    void aBackendThatTakesNothingDoesNotHoldUpThoseOfOthers() {
        harness.setup().stock(2).smallStock(0);
        final ScriptedClient stuck = harness.client();
        stuck.sends("a");
        backend().expectsBytes("a");
        final var stuckBackend = backend();
        stuckBackend.takesOnly(0);
        stuck.sends(bytes(5_000));
        harness.settle();
        harness.advanceMs(BufferQueue.PATIENCE_NS / 1_000_000 + 10);
        final ScriptedClient other = harness.client();
        other.sends("b");
        harness.settle();
        backend().expectsBytes("b");
        stuck.expectsReset();
        stuckBackend.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.NO_BUFFER));
    }

    /** The kernel tells of a hang-up when both sides have ended, whatever is still to be read. */
    @Test
    void aClientThatEndsAfterItsBackendIsNotTakenForBroken() {
        final ScriptedClient client = harness.client();
        client.sends("a");
        backend().expectsBytes("a");
        backend().takesOnly(0);
        client.sends(bytes(5_000));
        backend().ends();
        client.expectsEnd();
        client.sends(bytes(50_000));
        client.ends();
        harness.advanceMs(10_000);
        backend().expectsOpen();
        backend().takesAll();
        backend().expectsBytes(bytes(5_000) + bytes(50_000));
        backend().expectsEnd();
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void carriesTheClientsHalfCloseAndGoesOnTheOtherWay() {
        final ScriptedClient client = harness.client();
        client.sends("last words");
        client.ends();
        backend().expectsBytes("last words");
        backend().expectsEnd();
        assertFalse(backend().isClosed());
        backend().sendsInPiecesOf(100, bytes(3_000));
        client.expectsBytes(bytes(3_000));
        client.expectsOpen();
        backend().ends();
        client.expectsEnd();
        assertTrue(client.isClosed());
        assertTrue(backend().isClosed());
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void carriesTheBackendsHalfCloseWhenTheBytesBeforeItHaveGone() {
        final ScriptedClient client = harness.client();
        client.takesOnly(3);
        backend().sends("last words");
        harness.settle();
        backend().ends();
        harness.settle();
        assertFalse(client.isEnded(), "there is still something to be sent");
        client.takesAll();
        client.expectsBytes("last words");
        client.expectsEnd();
        client.sends("answer");
        backend().expectsBytes("answer");
        client.ends();
        backend().expectsEnd();
        assertTrue(client.isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
    }

    @Test
    void carriesResetsAsResets() {
        final ScriptedClient one = harness.client();
        backend().expectsNothing();
        one.resets();
        backend().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));

        final ScriptedClient two = harness.client();
        backend().resets();
        two.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.UPSTREAM_RESET));
        assertEquals(2, harness.count(Counter.FAILED));
    }

    @Test
    void aResetAfterAHalfCloseIsStillAReset() {
        final ScriptedClient client = harness.client();
        client.ends();
        backend().expectsEnd();
        backend().resets();
        client.expectsReset();
    }

    @Test
    void bytesThatCannotBeDeliveredMoreAreForgotten() {
        final ScriptedClient client = harness.client();
        backend().takesOnly(10);
        client.sends(bytes(1_000));
        harness.settle();
        backend().resets();
        client.expectsReset();
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void endsAConnectionThatIsIdleForTooLong() {
        final ScriptedClient client = harness.client();
        harness.advanceMs(Setup.TUNNEL_MS - 10);
        client.sends("x");
        backend().expectsBytes("x");
        harness.advanceMs(Setup.TUNNEL_MS - 10);
        backend().sends("y");
        client.expectsBytes("y");
        harness.advanceMs(Setup.TUNNEL_MS - 10);
        client.expectsOpen();
        harness.advanceMs(20);
        client.expectsEnd();
        assertTrue(backend().isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_IDLE));
    }

    @Test
    void aHalfClosedConnectionEndsInTimeToo() {
        final ScriptedClient client = harness.client();
        client.ends();
        backend().expectsEnd();
        harness.advanceMs(Setup.TUNNEL_MS + 10);
        assertTrue(client.isClosed());
        assertTrue(backend().isClosed());
    }

    @Test
    void waitsForABufferWhenTheStockIsUsedUp() {
        harness.setup().stock(2);
        final ScriptedClient client = harness.client();
        backend().expectsNothing();
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final var one = buffers.take(Side.REQUESTS);
        final var two = buffers.take(Side.RESPONSES);
        client.sends("ping");
        backend().sends("pong");
        harness.settle();
        client.expectsNothing();
        buffers.give(Side.REQUESTS, one);
        buffers.give(Side.RESPONSES, two);
        client.expectsBytes("pong");
        backend().expectsBytes("ping");
    }

    @Test
    void aStopLetsItGoOnUntilItsTimeIsUpAndThenResetsIt() {
        final ScriptedClient client = harness.client();
        backend().expectsNothing();
        harness.drain();
        client.sends("still here");
        backend().expectsBytes("still here");
        client.expectsOpen();
        harness.loop().post(harness.view()::cut);
        client.expectsReset();
        backend().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.STOPPED));
    }

    private void drain() {
        harness.drain();
        harness.advanceMs(3); // its turn
    }

    @Test
    void aStopEndsItInASilenceAfterTheBackendHasSpoken() {
        final ScriptedClient client = harness.client();
        client.sends("select");
        backend().expectsBytes("select");
        drain();
        harness.advanceMs(20_000);
        client.expectsOpen(); // the answer is still to come
        backend().sends("1 row");
        client.expectsBytes("1 row");
        harness.advanceMs(10_000 / 6 - 5);
        client.expectsOpen();
        harness.advanceMs(10);
        client.expectsEnd();
        backend().expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_DRAINED));
        assertEquals(1, harness.count(Counter.SERVED));
    }

    /** Such as connections of a pool in between two uses, or new ones. */
    @Test
    void aStopEndsThemOneAfterTheOther() {
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(harness.client());
            backend().expectsNothing();
        }
        drain();
        int most = 0;
        long before = 0;
        for (int ms = 0; ms < Setup.DRAIN_MS / 5; ms += 10) {
            harness.advanceMs(10);
            final long ended = clients.stream().filter(ScriptedClient::isEnded).count();
            most = (int) Math.max(most, ended - before);
            before = ended;
        }
        assertEquals(20, before);
        assertTrue(most <= 2, most + " within 10 ms");
    }

    /** The nearer the end, the shorter a silence is enough. */
    @Test
    void aStopEndsABusyOneBetweenTwoRequests() {
        final ScriptedClient client = harness.client();
        backend().expectsNothing();
        drain();
        int served = 0;
        for (int ms = 0; ms < Setup.DRAIN_MS && !client.isEnded(); ms += 100) {
            client.sends("?");
            backend().expectsBytes("?");
            harness.advanceMs(30);
            backend().sends("!");
            client.expectsBytes("!");
            harness.advanceMs(70);
            served++;
        }
        client.expectsEnd();
        assertTrue(served > 290, "after " + served);
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_DRAINED));
    }

    @Test
    void aStopTellsAClientThatOnlySendsOfTheEndWhenTheTimeIsNearlyUp() {
        final ScriptedClient client = harness.client();
        client.sends("line 1");
        backend().expectsBytes("line 1");
        drain();
        int ms = 0;
        for (; ms < Setup.DRAIN_MS && !client.isEnded(); ms += 50) {
            harness.advanceMs(50);
        }
        assertTrue(ms > Setup.DRAIN_MS - 1_050 && ms < Setup.DRAIN_MS - 500, "after " + ms);
        assertFalse(client.isClosed());
        client.sends("line 2");
        client.ends();
        backend().expectsBytes("line 2");
        backend().expectsEnd();
        backend().ends();
        harness.settle();
        assertTrue(client.isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.TUNNEL_CLOSED));
    }

    @Test
    void aStopWaitsForAPeerThatTakesNothingAndForOneThatHasHalfClosed() {
        final ScriptedClient slow = harness.client();
        backend().expectsNothing();
        slow.takesOnly(0);
        backend().sends("page");
        harness.settle();
        final ScriptedClient half = harness.client();
        half.sends("all");
        half.ends();
        backend().expectsBytes("all");
        drain();
        for (int ms = 0; ms < Setup.DRAIN_MS - 100; ms += 50) {
            harness.advanceMs(50);
        }
        slow.expectsOpen();
        half.expectsOpen();
        backend().sends("thanks");
        half.expectsBytes("thanks");
        slow.takesAll();
        slow.expectsBytes("page");
        harness.loop().post(harness.view()::cut);
        harness.settle();
        assertEquals(2, harness.ends(ExchangeEnd.STOPPED));
    }

    @Test
    void aBugClosesBothSidesAndNothingElse() {
        final ScriptedClient other = harness.client();
        final BackendConnection its = backend();
        final ScriptedClient client = harness.client();
        backend().expectsNothing();
        client.failsNextRead();
        client.sends("x");
        client.expectsReset();
        backend().expectsReset();
        final ScriptedClient third = harness.client();
        backend().failsNextRead();
        backend().sends("x");
        third.expectsReset();
        other.sends("fine");
        its.expectsBytes("fine");
        harness.expectsFaults(2);
        assertEquals(2, harness.ends(ExchangeEnd.INTERNAL));
    }
}
