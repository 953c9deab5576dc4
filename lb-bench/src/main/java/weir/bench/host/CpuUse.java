package weir.bench.host;

/**
 * CPU time used in a span of time. Immutable, any thread.
 *
 * @param totalNs all threads of all processes
 * @param loopNs threads named {@code loop-N}, Weir's event loops; 0 for others
 * @param userNs part of the total in user space, sampled: an indication
 * @param systemNs part of the total in the kernel, sampled: an indication
 */
public record CpuUse(long totalNs, long loopNs, long userNs, long systemNs) {}
