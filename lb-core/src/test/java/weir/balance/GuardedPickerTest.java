package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedPickerTest {
    private final BackendSet backends = new BackendSet(new double[] {1, 0, 1, 1}, new long[4]);
    private final PickContext context = new PickContext();
    private final List<String> faults = new ArrayList<>();

    private Picker guarded(Picker own) {
        return new GuardedPicker("mine", own, backends, fault -> faults.add(fault.getMessage()));
    }

    @Test
    void letsThroughWhatMayBePicked() {
        assertEquals(2, guarded(any -> 2).pick(context));
        assertEquals(Picker.NONE, guarded(any -> Picker.NONE).pick(context));
        assertEquals(List.of(), faults);
    }

    @Test
    void refusesWhatMustNotBePicked() {
        backends.setUsable(2, false);
        context.addTried(3);
        for (int index : new int[] {4, -3, Integer.MIN_VALUE, 1, 2, 3}) {
            assertEquals(GuardedPicker.FAULT, guarded(any -> index).pick(context));
        }
        assertEquals(
                List.of(
                        "mine picked backend 4, which does not exist (there are 4)",
                        "mine picked backend -3, which does not exist (there are 4)",
                        "mine picked backend -2147483648, which does not exist (there are 4)",
                        "mine picked backend 1, which has weight 0",
                        "mine picked backend 2, which is down",
                        "mine picked backend 3, which was tried already"),
                faults);
    }

    /** Another loop may have taken the last room after the picker has asked; whoever has the permits sees to that. */
    @Test
    void blamesNobodyForABackendThatIsFullByNow() {
        final boolean[] hasRoom = {true};
        context.setRoom(any -> hasRoom[0]);
        final Picker honest = guarded(request -> {
            final int picked = backends.nextUsable(2, request);
            hasRoom[0] = false;
            return picked;
        });
        assertEquals(2, honest.pick(context));
        assertEquals(List.of(), faults);
    }

    @Test
    void survivesWhateverIsThrown() {
        final Picker broken = guarded(new Picker() {
            @Override
            public int pick(PickContext request) {
                return pick(request) + 1; // overflows the stack
            }

            @Override
            public boolean wantsFeedback() {
                throw new IllegalStateException("feedback");
            }

            @Override
            public void onStart(int backend) {
                throw new AssertionError("start");
            }

            @Override
            public void onEnd(int backend, long latencyNs, AttemptEnd end) {
                throw new NoClassDefFoundError("end");
            }
        });
        assertEquals(GuardedPicker.FAULT, broken.pick(context));
        assertFalse(broken.wantsFeedback());
        broken.onStart(0);
        broken.onEnd(0, 1, AttemptEnd.ANSWERED);
        assertEquals(
                List.of(
                        "mine pick threw java.lang.StackOverflowError",
                        "mine wantsFeedback threw java.lang.IllegalStateException: feedback",
                        "mine onStart threw java.lang.AssertionError: start",
                        "mine onEnd threw java.lang.NoClassDefFoundError: end"),
                faults);
    }
}
