package weir.bench.words;

import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * A distribution of durations (in nanoseconds) or sizes (in bytes). Immutable, any thread; drawing allocates nothing.
 *
 * <p>A bare value stands for {@code constant:VALUE}. Logarithms are those of StrictMath, which are the same on every
 * machine, so that a seed gives the same draws everywhere.
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

    private static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + ": " + Quantities.show(value) + ", must be more than 0");
        }
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
        public Exponential {
            positive("exp's MEAN", mean);
        }

        @Override
        public double next(RandomGenerator random) {
            return -mean * StrictMath.log(1 - random.nextDouble()); // of (0, 1], so that it is finite
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
            positive("lognormal's MEDIAN", median);
            if (sigma > SIGMA_MAX) {
                throw new IllegalArgumentException("lognormal's SIGMA: " + Quantities.show(sigma) + ", must be "
                        + Quantities.show(SIGMA_MAX) + " at most");
            }
        }

        @Override
        public double next(RandomGenerator random) {
            return median * StrictMath.exp(sigma * gaussian(random));
        }

        /**
         * Box and Muller 1958; the second of the pair is not kept, so that each draw takes equally many random numbers.
         * RandomGenerator.nextGaussian would do as well, but may not be the same on another JDK.
         */
        private static double gaussian(RandomGenerator random) {
            final double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
        }

        @Override
        public double mean() {
            return median * StrictMath.exp(sigma * sigma / 2);
        }
    }
}
