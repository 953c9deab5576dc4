package weir.bench.origin;

import weir.bench.words.Draw;

/**
 * How an origin behaves. Immutable, any thread.
 *
 * @param delay service time of a request
 * @param size bytes of a response's body
 * @param errorShare of the answers that are 500
 * @param resetShare of the requests whose connection is reset instead of an answer
 * @param refuseShare of the connections that are reset as soon as they are accepted
 * @param concurrency requests in service at the same time; the others queue, first come, first served
 * @param closes one request per connection
 * @param seed of all lots
 */
public record OriginPlan(
        Draw delay,
        Draw size,
        double errorShare,
        double resetShare,
        double refuseShare,
        Freeze freeze,
        int concurrency,
        boolean closes,
        long seed) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public OriginPlan {
        if (errorShare + resetShare > 1) {
            throw new IllegalArgumentException("--errors and --resets: together more than 100%");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("--concurrency: " + concurrency + ", must be at least 1");
        }
    }

    public OriginPlan withSeed(long newSeed) {
        return new OriginPlan(delay, size, errorShare, resetShare, refuseShare, freeze, concurrency, closes, newSeed);
    }
}
