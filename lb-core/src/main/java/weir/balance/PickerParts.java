package weir.balance;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a picker is made of. Everything that could differ from run to run is in here, so equal parts give equal picks.
 *
 * @param backends this loop's, of one pool; a picker only reads them
 * @param start differs from loop to loop, so that many loops do not begin with the same backend; any value
 * @param loads of the pool, shared by all loops
 * @param row where this loop's picker counts what it has in flight
 * @param nowNs the loop's clock
 * @param seed of the picker's own random numbers
 * @param boundedLoad how far above the average a hashed backend may go, such as 1.25; 0 = as far as it comes
 * @param options of an own algorithm, as the file has them
 */
public record PickerParts(
        BackendSet backends,
        int start,
        Loads loads,
        Loads.Row row,
        LongSupplier nowNs,
        long seed,
        double boundedLoad,
        Options options) {
    public static final double UNBOUNDED = 0;

    /** The same without a bound to loads. */
    public PickerParts unbounded() {
        return new PickerParts(backends, start, loads, row, nowNs, seed, UNBOUNDED, options);
    }

    /** Without options. */
    public PickerParts(
            BackendSet backends,
            int start,
            Loads loads,
            Loads.Row row,
            LongSupplier nowNs,
            long seed,
            double boundedLoad) {
        this(backends, start, loads, row, nowNs, seed, boundedLoad, new Options(Map.of()));
    }

    /** A lone loop without a clock, for algorithms that need no more. */
    public static PickerParts of(BackendSet backends, int start) {
        final Loads loads = new Loads(1, backends.count());
        return new PickerParts(backends, start, loads, loads.row(0), () -> 0, start, UNBOUNDED);
    }

    public PickerParts withOptions(Options given) {
        return new PickerParts(backends, start, loads, row, nowNs, seed, boundedLoad, given);
    }
}
