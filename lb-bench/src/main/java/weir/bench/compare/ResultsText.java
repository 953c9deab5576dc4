package weir.bench.compare;

import weir.bench.report.Numbers;

/** Results of one scenario for people. Any thread. */
final class ResultsText {
    private final Results results;
    private final ResultsTables tables;

    ResultsText(Results results) {
        this.results = results;
        this.tables = new ResultsTables(results);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(heading(results)).append('\n');
        results.skipped()
                .forEach((peer, why) ->
                        text.append(peer).append(" skipped: ").append(why).append('\n'));
        final String warning = BusyMachine.warning(results.rounds());
        if (!warning.isEmpty()) {
            text.append('\n').append(warning).append('\n');
        }
        text.append("\nCPU time of the proxy: median of the valid rounds, ")
                .append(results.mainPhase().description())
                .append('\n')
                .append(tables.costs());
        if (results.plan().together()) {
            text.append(ResultsTables.TOGETHER_NOTE).append('\n');
        }
        if (results.peers().size() > 1) {
            text.append(
                    "\nRatios, round by round, with 95 % intervals where there are enough rounds: of CPU time, RSS and latency, below 1 means ");
            text.append(results.peers().get(0)).append(" is better\n").append(tables.ratios());
            text.append(IntervalNote.of(results.plan())).append('\n');
        }
        if (tables.hasLatencies()) {
            text.append("\nLatency in ms: median of the rounds\n").append(tables.latencies());
            text.append(tables.latencyNote()).append('\n');
        }
        if (tables.hasErrors()) {
            text.append("\nErrors, all rounds together\n").append(tables.errors());
        }
        text.append("\nShares of a core: what was the limit\n").append(tables.limits());
        if (!results.syscalls().isEmpty()) {
            text.append("\nSystem calls per ")
                    .append(results.unit().thing())
                    .append(", under strace (counts are exact, speed is not)\n");
            text.append(tables.syscalls());
        }
        return text.append('\n').toString();
    }

    static String heading(Results results) {
        final Plan plan = results.plan();
        return "scenario " + plan.scenario().word() + ": " + plan.scenario().description() + "\n" + setUp(plan);
    }

    static String setUp(Plan plan) {
        final double rate = plan.scenario().traffic().ratePerSecond();
        final int newcomers = plan.scenario().traffic().newcomers();
        return (newcomers > 0 ? "storms of " + newcomers + " connections beside " : "")
                + (rate > 0 ? Numbers.whole(rate) + " requests/s, Poisson, at most " : "") + plan.connections()
                + " connections, " + (plan.together() ? "shared by all peers, which are under load together, " : "")
                + plan.forks() + " x " + plan.rounds() + " rounds of "
                + plan.seconds() + " s in random order (seed " + plan.seed() + "), proxies on core "
                + plan.proxyCore() + ", load and origin on core " + plan.loadCore();
    }
}
