package weir.bench.sim;

import weir.balance.PickerFault;

/** What an own algorithm has done wrong, and where its author finds it. */
final class FaultText {
    private FaultText() {}

    static String of(PickerFault fault) {
        final StackTraceElement[] trace = fault.getStackTrace();
        return fault.getMessage() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
