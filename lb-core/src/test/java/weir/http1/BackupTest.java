package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.http1.Messages.GET;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.BalanceKey;
import weir.model.Pool;
import weir.model.RetryPolicy;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** Backends that get requests only when no other can. Here the last two of four. */
class BackupTest {
    private static final int PRIMARIES = 2;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private ScriptedClient aClient(Algorithm algorithm, RetryPolicy retry) {
        harness.setup().backends(4).retry(retry).pools(pool -> List.of(withBackups(pool, algorithm)));
        return harness.client();
    }

    private ScriptedClient aClient() {
        return aClient(Algorithm.ROUND_ROBIN, RetryPolicy.DEFAULTS.withBackoffMs(0));
    }

    private static Pool withBackups(Pool pool, Algorithm algorithm) {
        final List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < pool.backends().size(); i++) {
            backends.add(pool.backends().get(i).withBackup(i >= PRIMARIES));
        }
        return new Pool(
                        pool.name(),
                        algorithm,
                        pool.host(),
                        backends,
                        pool.health(),
                        pool.timeouts(),
                        pool.keepAlive(),
                        pool.retry())
                .withSticky(pool.sticky());
    }

    /** Sends requests and has all backends answer with their number; answers who did. */
    private Set<String> answersOf(ScriptedClient client, int requests) {
        final Set<String> names = new java.util.TreeSet<>();
        for (int i = 0; i < requests; i++) {
            client.sends(GET);
            for (int backend = 0; backend < 4; backend++) {
                final String name = "b" + backend;
                harness.backend(backend).answersAll(request -> name);
            }
            names.add(client.expectsStatus(200).body());
        }
        return names;
    }

    private static void expects(Set<String> names, String... expected) {
        assertEquals(Set.of(expected), names);
    }

    @Test
    void getNothingWhileAnotherIsUsable() {
        final ScriptedClient client = aClient();
        expects(answersOf(client, 6), "b0", "b1");
        harness.setHealth(0, false, 1);
        expects(answersOf(client, 6), "b1");
    }

    @Test
    void shareTheRequestsWhenNoOtherIsUsableAndLoseThemWhenOneReturns() {
        final ScriptedClient client = aClient();
        harness.setHealth(0, false, 1);
        harness.setHealth(1, false, 1);
        expects(answersOf(client, 6), "b2", "b3");
        harness.setHealth(2, false, 1);
        expects(answersOf(client, 6), "b3");
        harness.setHealth(1, true, 2);
        expects(answersOf(client, 6), "b1");
    }

    @Test
    void areNoHelpWhenTheyAreDownToo() {
        final ScriptedClient client = aClient();
        for (int i = 0; i < 4; i++) {
            harness.setHealth(i, false, 1);
        }
        client.sends(GET);
        client.expectsFailure(503, "no_healthy_backend");
    }

    @Test
    void getWhatTheOthersWereTriedWith() {
        final ScriptedClient client = aClient();
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES);
        client.sends(GET);
        harness.backend(2).expectsRequest("GET /a");
        harness.backend(2).answers("backup");
        client.expectsResponse(200, "backup");
    }

    @Test
    void getWhatTheOthersAreTooBusyFor() {
        final ScriptedClient client = aClient(
                Algorithm.ROUND_ROBIN,
                RetryPolicy.DEFAULTS.withStatuses(Set.of(503)).withBackoffMs(0));
        client.sends(GET);
        for (int i = 0; i < PRIMARIES; i++) {
            harness.backend(i).expectsRequest("GET /a");
            harness.backend(i).answers(503, "busy");
        }
        harness.backend(2).expectsRequest("GET /a");
        harness.backend(2).answers("backup");
        client.expectsResponse(200, "backup");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void workWithEveryAlgorithm(Algorithm algorithm) {
        final ScriptedClient client = aClient(algorithm, RetryPolicy.DEFAULTS.withBackoffMs(0));
        for (String name : answersOf(client, 20)) {
            expects(Set.of(name.equals("b0") || name.equals("b1") ? "primary" : name), "primary");
        }
        harness.setHealth(0, false, 1);
        harness.setHealth(1, false, 1);
        for (String name : answersOf(client, 20)) {
            expects(Set.of(name.equals("b2") || name.equals("b3") ? "backup" : name), "backup");
        }
        harness.setHealth(0, true, 2);
        expects(answersOf(client, 20), "b0");
    }

    /** Two requests with each backend limited to one: the pool has one primary and one backup. */
    private List<ScriptedClient> twoClients() {
        harness.setup()
                .backends(2)
                .connectionsMax(1)
                .pools(pool -> List.of(pool.withBackends(
                        List.of(pool.backends().get(0), pool.backends().get(1).withBackup(true)))));
        final List<ScriptedClient> clients = List.of(harness.client(), harness.client());
        for (ScriptedClient client : clients) {
            client.sends(GET);
            harness.settle();
        }
        return clients;
    }

    @Test
    void stayIdleWhileTheOthersAreFullAndRequestsMayWait() {
        final List<ScriptedClient> clients = twoClients();
        harness.backend(1).expectsAttempts(0);
        assertEquals(1, harness.snapshot().pool(0).permits().waiting());
        harness.backend(0).answers("first");
        clients.get(0).expectsResponse(200, "first");
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).answers("second");
        clients.get(1).expectsResponse(200, "second");
    }

    @Test
    void getThoseThatWaitWhenTheOthersGoDown() {
        final List<ScriptedClient> clients = twoClients();
        harness.setHealth(0, false, 1);
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers("backup");
        clients.get(1).expectsResponse(200, "backup");
        harness.backend(0).answers("first");
        clients.get(0).expectsResponse(200, "first");
    }

    @Test
    void getWhatTheOthersHaveNoRoomForWhenNobodyMayWait() {
        harness.setup().queue(0, 1_000);
        final List<ScriptedClient> clients = twoClients();
        harness.backend(1).expectsRequest("GET /a");
        final ScriptedClient third = harness.client();
        third.sends(GET);
        third.expectsFailure(503, "queue_full");
        harness.backend(1).answers("backup");
        clients.get(1).expectsResponse(200, "backup");
        harness.backend(0).answers("first");
        clients.get(0).expectsResponse(200, "first");
    }

    @Test
    void keepTheirStickyClients() {
        harness.setup().sticky(Sticky.by(StickyCookie.named("W")));
        harness.setup()
                .backends(2)
                .pools(pool -> List.of(pool.withBackends(
                        List.of(pool.backends().get(0), pool.backends().get(1).withBackup(true)))));
        final ScriptedClient client = harness.client();
        harness.setHealth(0, false, 1);
        client.sends(GET);
        harness.backend(1).answersAll(request -> "backup");
        final String cookie = client.expectsResponse(200, "backup").field("Set-Cookie");
        harness.setHealth(0, true, 2);
        client.sends("GET /a HTTP/1.1\r\nHost: x\r\nCookie: " + cookie.substring(0, cookie.indexOf(';')) + "\r\n\r\n");
        harness.backend(1).answersAll(request -> "again");
        client.expectsResponse(200, "again");
        client.sends(GET);
        harness.backend(0).answersAll(request -> "primary");
        client.expectsResponse(200, "primary");
        harness.setHealth(1, false, 1);
        client.sends("GET /a HTTP/1.1\r\nHost: x\r\nCookie: " + cookie.substring(0, cookie.indexOf(';')) + "\r\n\r\n");
        harness.backend(0).answersAll(request -> "moved");
        client.expectsResponse(200, "moved");
    }

    @Test
    void shareTheKeysOfStickyClients() {
        harness.setup().sticky(Sticky.by(new BalanceKey(BalanceKey.Kind.HEADER, "X-User")));
        final ScriptedClient client = aClient();
        harness.setHealth(0, false, 1);
        harness.setHealth(1, false, 1);
        final Set<String> all = new java.util.TreeSet<>();
        for (int user = 0; user < 10; user++) {
            final Set<String> ofUser = new java.util.TreeSet<>();
            for (int i = 0; i < 3; i++) {
                client.sends("GET /a HTTP/1.1\r\nHost: x\r\nX-User: " + user + "\r\n\r\n");
                harness.backend(2).answersAll(request -> "b2");
                harness.backend(3).answersAll(request -> "b3");
                ofUser.add(client.expectsStatus(200).body());
            }
            assertEquals(1, ofUser.size(), "user " + user);
            all.addAll(ofUser);
        }
        expects(all, "b2", "b3");
    }
}
