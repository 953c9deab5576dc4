package weir.bench.origin;

import weir.bench.words.Durations;

/**
 * At the end of every period no answer goes out for a while, as in a garbage collector's pause. Immutable, any thread.
 *
 * @param lengthNs 0 for never
 */
public record Freeze(long lengthNs, long periodNs) {
    public static final Freeze NEVER = new Freeze(0, 1);

    public Freeze {
        if (lengthNs >= periodNs) {
            throw new IllegalArgumentException("a freeze must be shorter than its period");
        }
    }

    /** From {@code LENGTH/PERIOD}, such as {@code 1s/10s}. */
    public static Freeze parse(String word) {
        final String[] parts = word.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(word + ", must be LENGTH/PERIOD such as 1s/10s");
        }
        final long lengthNs = Durations.parsePositiveNs(parts[0]);
        final long periodNs = Durations.parsePositiveNs(parts[1]);
        if (lengthNs >= periodNs) {
            throw new IllegalArgumentException(word + ", the freeze must be shorter than its period");
        }
        return new Freeze(lengthNs, periodNs);
    }

    /** When an answer that is ready then goes out; both since the origin's start. */
    public long releaseNs(long readyNs) {
        final long phaseNs = readyNs % periodNs;
        return phaseNs < periodNs - lengthNs ? readyNs : readyNs - phaseNs + periodNs;
    }
}
