package weir.bench.compare;

/**
 * What the comparison in one scenario does. Immutable, any thread.
 *
 * @param forks how often all proxies are started afresh; the JIT compiler decides anew each time
 * @param rounds measured rounds per fork
 * @param seconds load per round and peer
 * @param latencyRounds per fork, for each rate; 0 for none
 * @param connections of the clients with requests
 * @param together whether all peers of a round are under load at the same time, each with its share of the connections
 * @param seed of the order within rounds and of arrivals
 * @param proxyCore core of the proxies
 * @param loadCore core of the load and the origin
 * @param syscalls whether system calls are counted at the end
 */
record Plan(
        Scenario scenario,
        int forks,
        int rounds,
        int seconds,
        int latencyRounds,
        int connections,
        boolean together,
        long seed,
        int proxyCore,
        int loadCore,
        boolean syscalls) {
    Plan {
        atLeast("--forks", forks, 1);
        atLeast("--rounds", rounds, 1);
        atLeast("--seconds", seconds, 1);
        atLeast("--latency-rounds", latencyRounds, 0);
        atLeast("--connections", connections, 1);
        if (together && !scenario.canBeTogether()) {
            throw new IllegalArgumentException("--together: not with --scenario " + scenario.word()
                    + ", must be some of " + String.join(", ", ScenarioWord.together()));
        }
        if (together && latencyRounds > 0) {
            throw new IllegalArgumentException("--latency-rounds: " + latencyRounds + ", must be 0 with --together");
        }
        if (proxyCore == loadCore) {
            throw new IllegalArgumentException("--proxy-core and --load-core: both " + proxyCore + ", must differ");
        }
    }

    private static void atLeast(String option, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(option + ": " + value + ", must be at least " + min);
        }
    }
}
