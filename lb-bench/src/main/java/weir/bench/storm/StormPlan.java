package weir.bench.storm;

import weir.bench.load.RequestText;
import weir.bench.load.Target;

/**
 * What is asked of one server. Immutable, any thread.
 *
 * @param target plain HTTP
 * @param busyCount clients that ask all the time
 * @param newcomerCount connections of each storm
 * @param durationNs no storm begins later; there is one at least
 */
public record StormPlan(Target target, RequestText request, int busyCount, int newcomerCount, long durationNs) {}
