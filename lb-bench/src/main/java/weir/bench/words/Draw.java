package weir.bench.words;

import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * A distribution of durations (in nanoseconds) or sizes (in bytes). Immutable, any thread; drawing allocates nothing.
 *
 * <p>The words are those of the simulator, and a bare value stands for {@code constant:VALUE}.
 */
public sealed interface Draw {
    String ACCEPTED = "VALUE, constant:VALUE, exp:MEAN, uniform:FROM..TO or lognormal:MEDIAN,SIGMA";

    double next(RandomGenerator random);

    double mean();

    /** Such as {@code exp:5ms}. */
    static Draw ofDurations(String word) {
        return parse(word, Durations::parseNs);
    }

    /** Such as {@code uniform:1KiB..64KiB}. */
    static Draw ofSizes(String word) {
        return parse(word, Quantities::parseBytes);
    }

    private static Draw parse(String word, ToLongFunction<String> value) {
        final int colon = word.indexOf(':');
        final String name = colon < 0 ? "constant" : word.substring(0, colon);
        final String[] values = word.substring(colon + 1).split(name.equals("uniform") ? "\\.\\.|," : ",", -1);
        return switch (name + "/" + values.length) {
            case "constant/1" -> new Constant(value.applyAsLong(values[0]));
            case "exp/1" -> new Exponential(value.applyAsLong(values[0]));
            case "uniform/2" -> new Uniform(value.applyAsLong(values[0]), value.applyAsLong(values[1]));
            case "lognormal/2" -> new Lognormal(value.applyAsLong(values[0]), Quantities.parseNumber(values[1], 0));
            default -> throw new IllegalArgumentException(word + ", must be " + ACCEPTED);
        };
    }

    /** Always the same. */
    record Constant(double mean) implements Draw {
        @Override
        public double next(RandomGenerator random) {
            return mean;
        }
    }

    /** Memoryless: what queueing theory calls M. */
    record Exponential(double mean) implements Draw {
        @Override
        public double next(RandomGenerator random) {
            return -mean * Math.log(1 - random.nextDouble()); // of (0, 1], so that it is finite
        }
    }

    record Uniform(double from, double to) implements Draw {
        public Uniform {
            if (to < from) {
                throw new IllegalArgumentException("uniform:FROM..TO, must have FROM before TO");
            }
        }

        @Override
        public double next(RandomGenerator random) {
            return from + (to - from) * random.nextDouble();
        }

        @Override
        public double mean() {
            return (from + to) / 2;
        }
    }

    /** The usual shape of service times: most are near the median, few are much longer. */
    record Lognormal(double median, double sigma) implements Draw {
        private static final double SIGMA_MAX = 5;

        public Lognormal {
            if (sigma > SIGMA_MAX) {
                throw new IllegalArgumentException(
                        "lognormal's SIGMA: " + sigma + ", must be " + SIGMA_MAX + " at most");
            }
        }

        /** Box and Muller 1958. RandomGenerator.nextGaussian would do as well, but may not be the same on another JDK. */
        @Override
        public double next(RandomGenerator random) {
            final double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.nextDouble()));
        }

        @Override
        public double mean() {
            return median * Math.exp(sigma * sigma / 2);
        }
    }
}
