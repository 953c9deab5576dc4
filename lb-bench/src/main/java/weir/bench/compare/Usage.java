package weir.bench.compare;

import weir.bench.host.CpuUse;

/**
 * What a round took. Immutable, any thread.
 *
 * @param proxy all threads of the proxy
 * @param originNs CPU time of all origins; of peers that were under load together, for all of them
 * @param clientNs CPU time of the load generators, likewise, and of this program, which measures
 * @param wallNs from just before the load's start to just after its end
 * @param othersNs CPU time of all that had nothing to do with the round; -1 when nobody has looked
 * @param stealPercent time the hypervisor took from this machine meanwhile
 * @param residentBytes the proxy's memory at the end of the load
 */
record Usage(
        CpuUse proxy,
        long originNs,
        long clientNs,
        long othersNs,
        long wallNs,
        double stealPercent,
        long residentBytes) {
    static final long UNKNOWN_NS = -1;
    /** A core is busy above this: the scheduler, and the round's ramps, have the rest. */
    private static final double BUSY_PERCENT = 90;

    double proxyPercent() {
        return percent(proxy.totalNs());
    }

    double originPercent() {
        return percent(originNs);
    }

    double clientPercent() {
        return percent(clientNs);
    }

    /** Of a core; NaN when it is not known. */
    double othersPercent() {
        return othersNs == UNKNOWN_NS ? Double.NaN : percent(othersNs);
    }

    private double percent(long ns) {
        return 100.0 * ns / wallNs;
    }

    /** Which core the round had no more of. */
    static String limit(double proxyPercent, double otherPercent) {
        final boolean isProxyBusy = proxyPercent >= BUSY_PERCENT;
        final boolean isLoadBusy = otherPercent >= BUSY_PERCENT;
        return isProxyBusy && isLoadBusy
                ? "both cores"
                : isProxyBusy ? "the proxy" : isLoadBusy ? "client and origin" : "neither core";
    }
}
