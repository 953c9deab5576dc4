package weir.balance;

/** Turns numbers into others that look random. Any thread. */
public final class Hashing {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private Hashing() {}

    /**
     * A permutation of all longs in which each bit depends on each: the finaliser of SplitMix64 (Steele et al., OOPSLA
     * 2014).
     */
    public static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Of two numbers together. */
    public static long mix(long first, long second) {
        return mix(first ^ mix(second));
    }

    /** One of {@code 0..count-1}, by the upper half of the bits; faster than a remainder (Lemire 2019). */
    public static int below(int count, long bits) {
        return (int) ((bits >>> 32) * count >>> 32);
    }
}
