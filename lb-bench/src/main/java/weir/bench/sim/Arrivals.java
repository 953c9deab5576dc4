package weir.bench.sim;

import weir.bench.words.Draw;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;

/**
 * When requests come: {@code poisson:RATE} or {@code constant:RATE}, in requests per second. Immutable, any thread.
 *
 * @param gap from one request to the next
 */
record Arrivals(Draw gap) {
    static final String ACCEPTED = "poisson:RATE or constant:RATE, in requests per second";

    private static final double RATE_MAX = 1e9;

    /** @throws IllegalArgumentException saying what is accepted */
    static Arrivals parse(String word) {
        final String[] parts = word.split(":", 2);
        if (parts.length < 2 || !(parts[0].equals("poisson") || parts[0].equals("constant"))) {
            throw new IllegalArgumentException(word + ", must be " + ACCEPTED);
        }
        final String number = parts[1].endsWith("/s") ? parts[1].substring(0, parts[1].length() - 2) : parts[1];
        final double rate = Quantities.parsePositiveNumber(number);
        if (rate > RATE_MAX) {
            throw new IllegalArgumentException(word + ", must be " + Quantities.show(RATE_MAX) + " per second at most");
        }
        final double meanNs = Durations.NS_PER_S / rate;
        return new Arrivals(parts[0].equals("poisson") ? new Draw.Exponential(meanNs) : new Draw.Constant(meanNs));
    }

    double perSecond() {
        return Durations.NS_PER_S / gap.mean();
    }
}
