package weir.bench.sim;

/**
 * How things stood at one time, and what was picked since the sample before. Immutable, any thread.
 *
 * @param atNs end of the interval
 * @param inFlight requests that Weir has not answered yet
 * @param longest jobs at the backend that has most, waiting and in service
 * @param usable backends, as the first loop sees it
 * @param picks in the interval
 * @param shareMin of all backends of a weight above 0: least picks in the interval as a part of what the weight is due
 * @param shareMax likewise, the most
 */
record Sample(long atNs, int inFlight, int longest, int usable, long picks, double shareMin, double shareMax) {}
