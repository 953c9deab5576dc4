package weir.bench.sim;

import java.util.random.RandomGenerator;

/**
 * A distribution of durations, as a word of the command line: {@code exp:MEAN}, {@code constant:TIME}, {@code uniform:FROM,TO} or
 * {@code lognormal:MEDIAN,SIGMA}. Immutable, any thread.
 *
 * <p>Logarithms are those of StrictMath, which are the same on every machine.
 */
sealed interface Draw {
    String ACCEPTED = "exp:MEAN, constant:TIME, uniform:FROM,TO or lognormal:MEDIAN,SIGMA";

    /** One duration, in nanoseconds. */
    double nextNs(RandomGenerator random);

    double meanNs();

    /** @throws IllegalArgumentException saying what is accepted */
    static Draw parse(String word) {
        final int colon = word.indexOf(':');
        final String name = colon < 0 ? word : word.substring(0, colon);
        final String[] values =
                colon < 0 ? new String[0] : word.substring(colon + 1).split(",", -1);
        return switch (name + "/" + values.length) {
            case "exp/1" -> new Exponential(Span.parsePositive(values[0]));
            case "constant/1" -> new Constant(Span.parse(values[0]));
            case "uniform/2" -> new Uniform(Span.parse(values[0]), Span.parse(values[1]));
            case "lognormal/2" -> new Lognormal(Span.parsePositive(values[0]), Decimals.parse(values[1], 0));
            default -> throw new IllegalArgumentException(word + ", must be " + ACCEPTED);
        };
    }

    /** Memoryless: what queueing theory calls M. */
    record Exponential(double meanNs) implements Draw {
        @Override
        public double nextNs(RandomGenerator random) {
            return -meanNs * StrictMath.log(1 - random.nextDouble()); // of (0, 1], so that it is finite
        }
    }

    record Constant(double meanNs) implements Draw {
        @Override
        public double nextNs(RandomGenerator random) {
            return meanNs;
        }
    }

    record Uniform(double fromNs, double toNs) implements Draw {
        public Uniform {
            if (toNs < fromNs) {
                throw new IllegalArgumentException("uniform:FROM,TO, must have FROM before TO");
            }
        }

        @Override
        public double nextNs(RandomGenerator random) {
            return fromNs + (toNs - fromNs) * random.nextDouble();
        }

        @Override
        public double meanNs() {
            return (fromNs + toNs) / 2;
        }
    }

    /** The usual shape of service times: most are near the median, few are much longer. */
    record Lognormal(double medianNs, double sigma) implements Draw {
        private static final double SIGMA_MAX = 5;

        public Lognormal {
            if (sigma > SIGMA_MAX) {
                throw new IllegalArgumentException("lognormal's SIGMA: " + Decimals.show(sigma) + ", must be "
                        + Decimals.show(SIGMA_MAX) + " at most");
            }
        }

        @Override
        public double nextNs(RandomGenerator random) {
            return medianNs * StrictMath.exp(sigma * gaussian(random));
        }

        /** Box and Muller 1958; the second of the pair is not kept, so that each request draws equally often. */
        private static double gaussian(RandomGenerator random) {
            final double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
        }

        @Override
        public double meanNs() {
            return medianNs * StrictMath.exp(sigma * sigma / 2);
        }
    }
}
