package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.control.Membership;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Health;
import weir.snapshot.BackendState;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Backends that are added and removed while exchanges run. */
class ChangingPoolTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void remove(int index) {
        harness.change(pool -> new Membership(pool, pool.room()).without(index));
        harness.settle();
    }

    private void add(int number) {
        add(harness.newBackend(number));
    }

    private void add(Backend backend) {
        harness.change(pool -> new Membership(pool, pool.room())
                .with(backend, index -> harness.snapshot().pool(0).loads().inFlight(index) == 0));
        harness.settle();
    }

    private void tellDown(int index) {
        harness.tell(new BackendState(0, index, Health.DOWN, false, AdminState.READY, 1, 1, 1));
    }

    private void tellUp(int index) {
        harness.tell(new BackendState(0, index, Health.UP, false, AdminState.READY, 1, 1, 1));
    }

    private void serve(ScriptedClient client, int backend) {
        client.sends(GET);
        harness.backend(backend).answers("x");
        client.expectsStatus(200);
    }

    @Test
    void aRemovedBackendGetsNothingNewAndFinishesWhatItHas() {
        harness.setup().backends(2);
        final ScriptedClient running = harness.client();
        running.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        remove(0);
        final ScriptedClient other = harness.client();
        for (int i = 0; i < 5; i++) {
            serve(other, 1);
        }
        harness.backend(0).expectsAttempts(1);
        harness.backend(0).answers("late");
        running.expectsResponse(200, "late");
        assertEquals(1, harness.network().openCount() - 2, "its connection is closed, that of the other one is kept");
        assertEquals(0, harness.snapshot().pool(0).loads().total());
    }

    @Test
    void idleConnectionsOfARemovedBackendAreClosedAtOnce() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        serve(client, 0);
        serve(client, 1);
        assertEquals(2, harness.idleUpstreams());
        remove(0);
        assertEquals(1, harness.idleUpstreams());
        assertEquals(2, harness.network().openCount());
    }

    @Test
    void anAddedBackendIsUsedOnceItsStateIsTold() {
        final ScriptedClient client = harness.client();
        serve(client, 0);
        add(1);
        serve(client, 0);
        serve(client, 0);
        tellUp(1);
        client.sends(GET);
        client.sends(GET);
        assertEquals(1, harness.idleUpstreams() + harness.backend(1).attempts());
        for (int i = 0; i < 2; i++) {
            harness.backend(1).answersAll(request -> "x");
            harness.backend(0).answersAll(request -> "x");
        }
        client.expectsStatus(200);
        client.expectsStatus(200);
        harness.backend(1).expectsAttempts(1);
    }

    @Test
    void anIndexGoesToAnotherWhenNothingIsUnderWayThere() {
        harness.setup().backends(2);
        final ScriptedClient running = harness.client();
        running.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        remove(0);
        add(2);
        assertEquals(2, harness.snapshot().pools().get(0).indexOf("b2"), "the index is still in use");
        harness.backend(0).answers("x");
        running.expectsStatus(200);
        add(3);
        assertEquals(0, harness.snapshot().pools().get(0).indexOf("b3"));
    }

    @Test
    void oldNewsOfWhoIsGoneChangesNothing() {
        harness.setup().backends(2);
        remove(0);
        harness.tell(new BackendState(0, 0, Health.UP, false, AdminState.READY, 1, 1, 99));
        final ScriptedClient client = harness.client();
        serve(client, 1);
        serve(client, 1);
        add(2);
        assertEquals(0, harness.snapshot().pools().get(0).indexOf("b2"));
        tellUp(0);
        final Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            client.sends(GET);
            for (int backend : List.of(1, 2)) {
                used.add(harness.backend(backend).answersAll(request -> "x") > 0 ? backend : 0);
            }
            client.expectsStatus(200);
        }
        assertTrue(used.contains(2), "the number of its states begins anew");
    }

    @Test
    void aPoolMayBecomeEmptyAndIsFilledAgain() {
        final ScriptedClient client = harness.client();
        serve(client, 0);
        remove(0);
        client.sends(GET);
        client.expectsFailure(503, "no_healthy_backend");
        add(1);
        tellUp(0);
        serve(harness.client(), 1);
    }

    @Test
    void whoWaitsForARemovedBackendIsToldThatThereIsNone() {
        harness.setup().connectionsMax(1);
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        first.sends(GET);
        second.sends(GET);
        harness.settle();
        assertEquals(1, harness.snapshot().pool(0).permits().waiting());
        remove(0);
        second.expectsFailure(503, "no_healthy_backend");
        harness.backend(0).answers("x");
        first.expectsStatus(200);
    }

    @Test
    void whoWaitsGetsTheAddedBackend() {
        harness.setup().connectionsMax(1);
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        first.sends(GET);
        second.sends(GET);
        harness.settle();
        add(1);
        tellUp(1);
        harness.backend(1).answers("y");
        second.expectsResponse(200, "y");
        harness.backend(0).answers("x");
        first.expectsResponse(200, "x");
    }

    /** What is under way then has no permit, and must give none back. */
    @Test
    void theFirstLimitedBackendBringsALine() {
        final ScriptedClient running = harness.client();
        running.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        final Backend unlimited = harness.newBackend(1);
        add(new Backend(unlimited.id(), unlimited.address(), 1, 1));
        tellUp(1);
        tellDown(0);
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        first.sends(GET);
        second.sends(GET);
        harness.settle();
        harness.backend(1).expectsAttempts(1);
        assertEquals(1, harness.snapshot().pool(0).permits().waiting());
        harness.backend(0).answers("x");
        running.expectsResponse(200, "x");
        harness.backend(1).answers("y");
        first.expectsResponse(200, "y");
        harness.backend(1).answers("z");
        second.expectsResponse(200, "z");
        assertEquals(0, harness.snapshot().pool(0).permits().inFlight(1));
        assertEquals(0, harness.snapshot().pool(0).permits().waiting());
    }

    @Test
    void theFirstBackupGetsWhatNobodyElseCan() {
        final ScriptedClient client = harness.client();
        serve(client, 0);
        add(harness.newBackend(1).withBackup(true));
        tellUp(1);
        for (int i = 0; i < 3; i++) {
            serve(client, 0);
        }
        harness.backend(1).expectsAttempts(0);
        tellDown(0);
        serve(client, 1);
    }

    @Test
    void anOlderSnapshotThatComesLateIsIgnored() {
        harness.setup().backends(2);
        final var old = harness.snapshot();
        remove(0);
        final var now = harness.snapshot();
        assertNotEquals(old, now);
        harness.view().loop().post(() -> harness.view().apply(old));
        harness.settle();
        assertEquals(now, harness.snapshot());
    }
}
