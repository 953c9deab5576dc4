package weir.balance;

import java.util.function.Consumer;

/**
 * For tables of all backends, which do not depend on who is up: they are built when there are weights, and anew when
 * one changes. Thread: owning loop only.
 */
final class TableRebuilder {
    private final BackendSet backends;
    private final Consumer<double[]> build;
    private final double[] weights;

    private TableRebuilder(BackendSet backends, Consumer<double[]> build) {
        this.backends = backends;
        this.build = build;
        weights = new double[backends.count()];
    }

    /** @param build gets the weights by the backends' indexes: now, and whenever one has changed */
    static void follow(BackendSet backends, Consumer<double[]> build) {
        final TableRebuilder rebuilder = new TableRebuilder(backends, build);
        rebuilder.take();
        backends.onChange(rebuilder::onChange);
    }

    private void onChange() {
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != backends.weight(i)) {
                take();
                return;
            }
        }
    }

    private void take() {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = backends.weight(i);
        }
        build.accept(weights);
    }
}
