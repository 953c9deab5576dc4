package weir.bench.scenario;

import weir.bench.host.CpuUse;

/**
 * One peer under load for some seconds. Immutable, any thread.
 *
 * @param number counts from 1 over all forks; peers with the same number were measured next to each other
 * @param wallNs from just before wrk's start to just after its end
 * @param stealPercent time the hypervisor took from this machine meanwhile
 */
record Round(int number, String peer, WrkResult load, CpuUse cpu, long wallNs, double stealPercent) {
    private static final double NS_PER_US = 1_000;

    boolean isValid() {
        return load.isClean();
    }

    double cpuUs() {
        return perRequestUs(cpu.totalNs());
    }

    /** Of the event loops' threads alone; NaN for a peer that has none by that name. */
    double loopUs() {
        return cpu.loopNs() == 0 ? Double.NaN : perRequestUs(cpu.loopNs());
    }

    double userUs() {
        return perRequestUs(cpu.userNs());
    }

    double systemUs() {
        return perRequestUs(cpu.systemNs());
    }

    double requestsPerSecond() {
        return load.requestsPerSecond();
    }

    /** How much of its core the proxy used. Well below 100, and the load generator or the origin was the limit. */
    double busyPercent() {
        return 100.0 * cpu.totalNs() / wallNs;
    }

    private double perRequestUs(long ns) {
        return load.requests() == 0 ? Double.NaN : ns / NS_PER_US / load.requests();
    }
}
