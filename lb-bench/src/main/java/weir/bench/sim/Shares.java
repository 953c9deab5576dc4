package weir.bench.sim;

import java.util.Arrays;
import java.util.List;

/** How often each backend was picked. Thread: the simulation's. */
final class Shares {
    private final double[] weights;
    private final double totalWeight;
    private final long[] picks;
    private long total;

    Shares(List<Double> weights) {
        this.weights = weights.stream().mapToDouble(Double::doubleValue).toArray();
        totalWeight = Arrays.stream(this.weights).sum();
        picks = new long[this.weights.length];
    }

    void add(int backend) {
        picks[backend]++;
        total++;
    }

    void clear() {
        Arrays.fill(picks, 0);
        total = 0;
    }

    long total() {
        return total;
    }

    /** Each backend's picks as a part of what its weight is due; NaN where nothing was due. */
    double[] ofDue() {
        final double[] shares = new double[picks.length];
        Arrays.setAll(shares, i -> picks[i] / (total * weights[i] / totalWeight));
        for (int i = 0; i < shares.length; i++) {
            if (weights[i] == 0 || total == 0) {
                shares[i] = Double.NaN;
            }
        }
        return shares;
    }
}
