package weir.bench.load;

import java.util.List;
import weir.bench.words.Durations;

/**
 * What a load does. Immutable, any thread.
 *
 * @param requests at least one; sent in turn, or at random
 * @param isRandomOrder drawn instead of in turn
 * @param ratePerSecond of the open loop; 0 for the closed one
 * @param isPoisson gaps of the open loop are exponential, else constant
 * @param connections of the closed loop; at most so many of the open one
 * @param closes one request per connection
 * @param timeoutNs from the intended send time to the end of the response
 * @param warmUpNs under load, but not recorded
 * @param tls null for plain sockets
 */
public record LoadPlan(
        Target target,
        List<RequestText> requests,
        boolean isRandomOrder,
        double ratePerSecond,
        boolean isPoisson,
        int connections,
        int threads,
        boolean closes,
        long timeoutNs,
        long warmUpNs,
        long durationNs,
        long seed,
        boolean isSpinning,
        Tls tls) {
    private static final int CONNECTIONS_MAX = 1_000_000;
    private static final double RATE_MAX = 10_000_000;

    public LoadPlan {
        requests = List.copyOf(requests);
        within("--connections", connections, 1, CONNECTIONS_MAX);
        within("--threads", threads, 1, connections);
        if (ratePerSecond < 0 || ratePerSecond > RATE_MAX) {
            throw new IllegalArgumentException("--rate: must be more than 0 and 10000000 at most");
        }
        if (durationNs <= 0 || timeoutNs <= 0) {
            throw new IllegalArgumentException("--duration and --timeout must be more than 0");
        }
    }

    /** GETs of the target at a Poisson rate, on one thread. */
    public static LoadPlan poisson(
            Target target, double rate, int connectionsMax, long warmUpNs, long durationNs, long seed) {
        return new LoadPlan(
                target,
                List.of(new RequestText("GET", target.path(), List.of(), null)),
                false,
                rate,
                true,
                connectionsMax,
                1,
                false,
                10 * Durations.NS_PER_S,
                warmUpNs,
                durationNs,
                seed,
                false,
                null);
    }

    boolean isOpen() {
        return ratePerSecond > 0;
    }

    long totalNs() {
        return warmUpNs + durationNs;
    }

    /** Of thread {@code index}, so that all have as many, or one more. */
    int connectionsOf(int index) {
        return connections / threads + (index < connections % threads ? 1 : 0);
    }

    private static void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + ": " + value + ", must be " + min + " to " + max);
        }
    }
}
