package weir.bench.sim;

import java.util.List;
import weir.model.HealthCheck;
import weir.model.RetryPolicy;

/**
 * What is simulated, but for the algorithm. Immutable, any thread.
 *
 * @param weights of the backends, in their order
 * @param workers of each backend
 * @param boundedLoad of hashing algorithms; 0 = none
 * @param loops event loops, each with its own picker
 * @param troubles each takes the next backends in order
 * @param errorNs what an answer of a failing backend takes
 * @param responseTimeoutNs how long Weir waits for an answer
 * @param durationNs when the last requests arrive
 * @param warmUpNs requests that arrive before are not counted
 * @param intervalNs of the samples over time, which end with the arrivals
 */
record Plan(
        Traffic.Source traffic,
        List<Double> weights,
        int workers,
        double boundedLoad,
        int loops,
        List<Trouble> troubles,
        long errorNs,
        HealthCheck health,
        RetryPolicy retry,
        long responseTimeoutNs,
        long durationNs,
        long warmUpNs,
        long intervalNs,
        long seed) {
    private static final long SAMPLES_MAX = 100_000;

    Plan {
        weights = List.copyOf(weights);
        troubles = List.copyOf(troubles);
        final int troubled = troubles.stream().mapToInt(Trouble::count).sum();
        if (troubled > weights.size()) {
            throw new IllegalArgumentException(
                    "--slow, --fail and --down: " + troubled + " backends together, but there are " + weights.size());
        }
        if (weights.stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException("--weights: all are 0");
        }
        if (warmUpNs >= durationNs) {
            throw new IllegalArgumentException("--warm-up: must be shorter than --duration");
        }
        if (durationNs / intervalNs > SAMPLES_MAX) {
            throw new IllegalArgumentException("--interval: too short, more than " + SAMPLES_MAX + " samples");
        }
    }

    int backends() {
        return weights.size();
    }

    /** What is offered, as a part of what all workers can do when all are well; NaN when it is not known beforehand. */
    double load() {
        final double offered = traffic.offeredSeconds();
        return offered == 0 ? Double.NaN : offered / ((double) backends() * workers);
    }
}
