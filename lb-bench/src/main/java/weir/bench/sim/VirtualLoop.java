package weir.bench.sim;

import weir.balance.BackendSet;
import weir.balance.Picker;

/**
 * One event loop's share of the picking: its own picker over its own view of the backends, as
 * {@code weir.pool.PoolView} has them. Thread: the simulation's.
 */
record VirtualLoop(BackendSet backends, Picker picker, boolean wantsFeedback) {
    VirtualLoop(BackendSet backends, Picker picker) {
        this(backends, picker, picker.wantsFeedback());
    }
}
