package weir.bench.sim;

import java.io.PrintWriter;
import java.util.function.LongConsumer;
import weir.bench.words.Durations;
import weir.config.AlgorithmText;

/** One line on a terminal that says how far a run is, rewritten in place. Thread: the command's. */
final class Progress {
    private static final int CELLS = 30;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;

    /** @param err null = say nothing */
    Progress(PrintWriter err) {
        this.err = err;
    }

    /** For the runs of one algorithm: told the virtual time. */
    LongConsumer of(AlgorithmText algorithm, Plan plan) {
        if (err == null) {
            return nowNs -> {};
        }
        return nowNs -> {
            final double part = Math.min(1, (double) nowNs / plan.durationNs());
            final int done = (int) (part * CELLS);
            err.print(ERASE + "[" + "#".repeat(done) + "-".repeat(CELLS - done) + "] " + algorithm.text() + " "
                    + (int) Durations.seconds(nowNs) + " s");
            err.flush();
        };
    }

    void clear() {
        if (err != null) {
            err.print(ERASE);
            err.flush();
        }
    }
}
