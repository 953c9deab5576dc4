package weir.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.accesslog.AccessRecord;
import weir.balance.Algorithm;
import weir.model.Balance;
import weir.model.BalanceKey;
import weir.model.ExchangeEnd;
import weir.model.Fallback;
import weir.model.ListenerMode;
import weir.model.Pool;
import weir.model.Sticky;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** How a connection comes to a backend, or does not. */
class BackendSelectorTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void speakNoHttp() {
        harness.setup().mode(ListenerMode.TCP);
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"REFUSES", "REFUSES_LATER", "SILENT"})
    void triesAnotherBackendAndKeepsWhatTheClientSaidEarly(Door door) {
        harness.setup().backends(2);
        harness.backend(0).door(door);
        final ScriptedClient client = harness.client();
        client.sends("early, ");
        harness.settle();
        client.sends("and more");
        harness.settle();
        if (door == Door.SILENT) {
            harness.advanceMs(Setup.CONNECT_MS + 10);
        }
        harness.backend(1).newest().expectsBytes("early, and more");
        harness.backend(1).newest().sends("hello");
        client.expectsBytes("hello");
        assertEquals(1, harness.count(Counter.RETRIES));
        assertEquals(1, harness.count(Counter.UPSTREAM_CONNECT_FAILURES));
    }

    @Test
    void readsNoFurtherThanOneBufferBeforeThereIsABackend() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sendsInPiecesOf(500, "x".repeat(100_000));
        harness.settle();
        assertTrue(client.unreadBytes() > 50_000);
        assertEquals(1, harness.heldBuffers());
        harness.backend().newest().accepts();
        harness.backend().newest().expectsBytes("x".repeat(100_000));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void carriesAHalfCloseThatCameBeforeTheConnectionWas() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends("all I have");
        client.ends();
        harness.settle();
        harness.backend().newest().accepts();
        harness.backend().newest().expectsBytes("all I have");
        harness.backend().newest().expectsEnd();
        harness.backend().sends("thanks");
        client.expectsBytes("thanks");
        harness.backend().ends();
        client.expectsEnd();
    }

    @Test
    void aClientThatIsGoneGivesUpTheConnectionBeingMade() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends("hello");
        harness.settle();
        client.resets();
        harness.settle();
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void resetsTheClientWhenNoBackendCanBeReached() {
        harness.setup().backends(2).retryAttempts(5);
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES_LATER);
        harness.client().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.CONNECT_REFUSED));
        assertEquals(1, harness.backend(0).attempts());
        assertEquals(1, harness.backend(1).attempts());
        assertEquals(1, harness.count(Counter.FAILED));
    }

    @Test
    void triesNoMoreOftenThanThePoolSays() {
        harness.setup().backends(4).retryAttempts(1);
        for (int i = 0; i < 4; i++) {
            harness.backend(i).door(Door.REFUSES);
        }
        harness.client().expectsReset();
        assertEquals(2, harness.count(Counter.UPSTREAM_CONNECTS));
    }

    @Test
    void resetsTheClientWhenNoBackendIsUp() {
        harness.client();
        harness.setHealth(0, false, 1);
        harness.client().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.NO_BACKEND));
    }

    @Test
    void waitsBeforeTheSecondRetryAndReadsMeanwhile() {
        harness.setup().backends(3).retryAttempts(3);
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends("patience");
        harness.settle();
        harness.advanceMs(1_000);
        harness.backend(2).newest().expectsBytes("patience");
        assertEquals(2, harness.count(Counter.RETRIES));
        client.expectsOpen();
    }

    @Test
    void goesToTheFallbackWhileThePoolHasNobody() {
        harness.setup().backends(2).pools(BackendSelectorTest::twoPools);
        harness.client().expectsOpen();
        assertEquals(1, harness.backend(0).attempts());
        harness.setHealth(0, false, 1);
        final ScriptedClient client = harness.client();
        client.sends("anyone?");
        harness.backend(1).newest().expectsBytes("anyone?");
        assertEquals(1, harness.count(Counter.FALLBACKS));
        client.resets();
        harness.settle();
        assertEquals(1, harness.records().get(0).get(AccessRecord.Value.IS_FALLBACK));
    }

    /** The first backend alone, and the second in a pool that stands in for it. */
    private static List<Pool> twoPools(Pool both) {
        final Pool first = both.withBackends(both.backends().subList(0, 1)).withFallback(Fallback.to(1));
        return List.of(
                first, both.withName("spare").withBackends(both.backends().subList(1, 2)));
    }

    @Test
    void lackOfDescriptorsIsNoReasonToTryAnother() {
        harness.setup().backends(2);
        harness.backend(0).door(Door.NO_DESCRIPTOR);
        harness.client().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.NO_DESCRIPTOR));
        assertEquals(0, harness.backend(1).attempts());
    }

    @Test
    void aConnectionHoldsItsPermitUntilItsEndAndOthersWaitInLine() {
        harness.setup().connectionsMax(1);
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        second.sends("may I?");
        harness.backend().expectsAttempts(1);
        assertEquals(1, harness.count(Counter.QUEUED));
        first.ends();
        harness.backend().ends();
        harness.settle();
        harness.backend().expectsAttempts(2);
        harness.backend().newest().expectsBytes("may I?");
        second.expectsOpen();
    }

    @Test
    void theLineHasAnEndAndATimeLimit() {
        harness.setup().connectionsMax(1).queue(1, Setup.QUEUE_MS);
        harness.client().expectsOpen();
        final ScriptedClient waits = harness.client();
        harness.client().expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.QUEUE_FULL));
        waits.expectsOpen();
        harness.advanceMs(Setup.QUEUE_MS + 10);
        waits.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.QUEUE_TIMEOUT));
    }

    @Test
    void whoLeavesTheLineIsCounted() {
        harness.setup().connectionsMax(1);
        harness.client().expectsOpen();
        final ScriptedClient waits = harness.client();
        waits.expectsOpen();
        waits.resets();
        harness.settle();
        assertTrue(waits.isClosed());
        assertEquals(1, harness.count(Counter.QUEUE_ABANDONED));
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void everyAlgorithmServesConnections(Algorithm algorithm) {
        harness.setup().backends(3).balance(balance(algorithm));
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            final ScriptedClient client = harness.client();
            client.sends("who?");
            harness.settle();
            clients.add(client);
        }
        int count = 0;
        for (int i = 0; i < 3; i++) {
            for (BackendConnection connection : harness.backend(i).connections()) {
                connection.expectsBytes("who?");
                count++;
            }
        }
        assertEquals(12, count);
        clients.forEach(ScriptedClient::expectsOpen);
    }

    private static Balance balance(Algorithm algorithm) {
        return algorithm.kind() == Algorithm.Kind.HASHES
                ? new Balance(algorithm, BalanceKey.SOURCE, Balance.UNBOUNDED)
                : Balance.of(algorithm);
    }

    @Test
    void leastConnectionsCountsThoseThatAreOpen() {
        harness.setup().backends(2).balance(Balance.of(Algorithm.LEAST_CONNECTIONS));
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(harness.client());
            harness.settle();
        }
        assertEquals(4, harness.backend(0).attempts());
        for (BackendConnection connection : harness.backend(0).connections()) {
            connection.resets();
        }
        harness.settle();
        for (int i = 0; i < 4; i++) {
            harness.client();
            harness.settle();
        }
        assertEquals(8, harness.backend(0).attempts());
        assertEquals(4, harness.backend(1).attempts());
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"PEAK_EWMA", "LEAST_RESPONSE_TIME"})
    void timeToConnectIsWhatLatencyMeansHere(Algorithm algorithm) {
        harness.setup().backends(2).balance(Balance.of(algorithm));
        harness.backend(0).door(Door.SILENT);
        for (int i = 0; i < 300; i++) {
            final ScriptedClient client = harness.client();
            harness.settle();
            harness.advanceMs(50); // what the first backend takes, and half a minute of all the others together
            harness.backend(0).connections().stream()
                    .filter(connection -> !connection.isClosed())
                    .forEach(BackendConnection::accepts);
            harness.settle();
            client.resets();
            harness.settle();
        }
        final int slow = harness.backend(0).attempts();
        assertTrue(slow < 75, slow + " of 300 to the one that takes 50 ms to connect");
        assertTrue(slow > 0);
    }

    @Test
    void aClientsAddressLeadsToTheSameBackend() {
        harness.setup().backends(5).balance(Balance.of(Algorithm.IP_HASH));
        expectsOneBackend();
    }

    @Test
    void aClientsAddressIsAKeyToHash() {
        harness.setup().backends(5).balance(new Balance(Algorithm.MAGLEV, BalanceKey.SOURCE, Balance.UNBOUNDED));
        expectsOneBackend();
    }

    @Test
    void clientsStickByTheirAddress() {
        harness.setup().backends(5).sticky(Sticky.by(BalanceKey.SOURCE));
        expectsOneBackend();
        assertEquals(10, harness.count(Counter.STICKY_HITS));
    }

    private void expectsOneBackend() {
        for (int i = 0; i < 10; i++) {
            harness.client().expectsOpen();
        }
        int used = 0;
        for (int i = 0; i < 5; i++) {
            used += harness.backend(i).attempts() > 0 ? 1 : 0;
        }
        assertEquals(1, used, "all clients have one address");
    }

    @Test
    void failuresToConnectAreToldToTheProbeLoopAndSuccessesAreCounted() {
        harness.setup().backends(2).admin();
        harness.backend(0).door(Door.REFUSES);
        harness.client().expectsOpen();
        assertEquals(1, harness.signals());
        assertFalse(harness.snapshot().shared().isEmpty());
        harness.backend(1).resets();
        harness.settle();
        assertEquals(1, harness.ends(ExchangeEnd.UPSTREAM_RESET));
        assertEquals(1, harness.signals(), "a reset may be the client's doing and is no verdict");
    }
}
