package weir.bench.load;

import org.HdrHistogram.Histogram;

/**
 * One second of a load. Valid while it is shown: the histogram is used again.
 *
 * @param index from the end of the warm-up, from 0
 * @param latencies of the requests served in it, in nanoseconds
 * @param problemCount of all kinds, in it
 */
public record Second(int index, Histogram latencies, long problemCount) {}
