package weir.bench.scenario;

/**
 * What a comparison does. Immutable, any thread.
 *
 * @param forks how often all proxies are started afresh; the JIT compiler decides anew each time
 * @param rounds measured rounds per fork
 * @param seconds load per round and peer
 * @param connections wrk's connections
 * @param seed of the order within rounds and of the bootstrap
 * @param proxyCore core of the proxies
 * @param loadCore core of wrk and the origin
 * @param syscalls whether system calls are counted at the end
 */
record Plan(
        Scenario scenario,
        int forks,
        int rounds,
        int seconds,
        int connections,
        long seed,
        int proxyCore,
        int loadCore,
        boolean syscalls) {
    Plan {
        atLeastOne("--forks", forks);
        atLeastOne("--rounds", rounds);
        atLeastOne("--seconds", seconds);
        atLeastOne("--connections", connections);
        if (proxyCore == loadCore) {
            throw new IllegalArgumentException("--proxy-core and --load-core: both " + proxyCore + ", must differ");
        }
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + ": " + value + ", must be at least 1");
        }
    }
}
