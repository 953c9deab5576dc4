package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.balance.CustomAlgorithm;
import weir.balance.Picker;
import weir.model.Balance;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** An algorithm that is not Weir's does not harm more than its own requests. */
class CustomAlgorithmProxyTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private int next;

    private void pool(int backends, Picker picker) {
        harness.setup().backends(backends).balance(Balance.of(CustomAlgorithm.of("mine", parts -> picker)));
    }

    @Test
    void sendsRequestsWhereItSays() {
        pool(3, request -> 2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(2).answers("third");
        client.expectsResponse(200, "third");
    }

    @ParameterizedTest
    @ValueSource(ints = {-7, 2, Integer.MAX_VALUE})
    void answers500WhenItPicksWhatIsNotThereAndServesTheNextRequest(int wrong) {
        next = wrong;
        pool(2, request -> next);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsResponse(500, "500 picker_fault\n");
        next = 1;
        client.sends(GET);
        harness.backend(1).answers("well");
        client.expectsResponse(200, "well");
        expectsPickerFaults(1);
    }

    private void expects500WhereItThrows() {
        pool(2, request -> {
            throw new IllegalStateException("broken");
        });
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsResponse(500, "500 picker_fault\n");
        expectsPickerFaults(1);
    }

    @Test
    void answers500WhenItThrows() {
        expects500WhereItThrows();
    }

    @Test
    void answers500WhenItThrowsWhereBackendsHaveLimits() {
        harness.setup().connectionsMax(1);
        expects500WhereItThrows();
    }

    @Test
    void answers500WhenItThrowsForARequestThatHasWaited() {
        harness.setup().connectionsMax(1);
        final boolean[] isBroken = new boolean[1];
        pool(1, request -> {
            if (isBroken[0]) {
                throw new IllegalStateException("broken");
            }
            return request.wasTried(0) ? Picker.NONE : 0;
        });
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        first.sends(GET);
        harness.settle();
        second.sends(GET);
        harness.settle();
        assertEquals(1, harness.count(Counter.QUEUED));
        isBroken[0] = true;
        harness.backend(0).answers("well");
        first.expectsResponse(200, "well");
        second.expectsResponse(500, "500 picker_fault\n");
        expectsPickerFaults(1);
    }

    @Test
    void waitsWhenItPicksOnlyWhatIsFull() {
        harness.setup().connectionsMax(1);
        pool(2, request -> 0);
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        first.sends(GET);
        harness.settle();
        second.sends(GET);
        harness.settle();
        assertEquals(1, harness.count(Counter.QUEUED));
        harness.backend(0).answers("one");
        first.expectsResponse(200, "one");
        harness.backend(0).answers("two");
        second.expectsResponse(200, "two");
        expectsNoPickerFault();
    }

    @Test
    void doesNotLetItTryABackendTwice() {
        pool(2, request -> 0);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsResponse(500, "500 picker_fault\n");
        assertEquals(1, harness.backend(0).attempts());
        expectsPickerFaults(1);
    }

    @Test
    void answers503WhenItFindsNobody() {
        pool(2, request -> Picker.NONE);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsResponse(503, "503 no_healthy_backend\n");
    }

    private void expectsNoPickerFault() {
        assertEquals(0, harness.count(Counter.PICKER_FAULTS));
        harness.expectsFaults(0);
    }

    private void expectsPickerFaults(int count) {
        assertEquals(count, harness.count(Counter.PICKER_FAULTS));
        harness.expectsFaults(0); // no bugs of ours
        assertEquals(count, harness.faults().size());
        assertTrue(harness.faults().get(0).getMessage().startsWith("mine "), harness.faults()::toString);
    }
}
