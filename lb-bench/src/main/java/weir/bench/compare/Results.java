package weir.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import weir.bench.report.Fingerprint;
import weir.bench.stats.Median;
import weir.bench.stats.MedianInterval;

/**
 * All that a comparison found in one scenario. Immutable, any thread.
 *
 * @param peers names; the first is the subject, the others are what it is compared with
 * @param skipped peers that were asked for and are not there, and why
 * @param rounds in the order they were measured
 * @param syscalls one per peer, or empty
 */
record Results(
        Plan plan,
        Fingerprint environment,
        List<String> peers,
        Map<String, String> skipped,
        List<Round> rounds,
        List<SyscallRound> syscalls) {
    Results {
        peers = List.copyOf(peers);
        skipped = Map.copyOf(skipped);
        rounds = List.copyOf(rounds);
        syscalls = List.copyOf(syscalls);
    }

    boolean isValid() {
        return rounds.stream().allMatch(Round::isValid)
                && syscalls.stream().allMatch(round -> round.load().isClean());
    }

    Scenario scenario() {
        return plan.scenario();
    }

    Unit unit() {
        return plan.scenario().unit();
    }

    Phase mainPhase() {
        return plan.scenario().mainPhase();
    }

    /** Those of which there are rounds with latencies. */
    List<Phase> latencyPhases() {
        return Stream.of(Phase.values())
                .filter(phase -> rounds.stream()
                        .anyMatch(round ->
                                round.phase() == phase && round.answers().hasLatencies()))
                .toList();
    }

    /**
     * One peer's rounds of one phase. Every peer has one of each number, so that lists of two peers pair up by index.
     */
    List<Round> rounds(Phase phase, String peer) {
        return rounds.stream()
                .filter(round -> round.phase() == phase && round.peer().equals(peer))
                .toList();
    }

    /** Values of one peer's valid rounds, in order. */
    double[] valid(Phase phase, String peer, ToDoubleFunction<Round> value) {
        return rounds(phase, peer).stream()
                .filter(Round::isValid)
                .mapToDouble(value)
                .toArray();
    }

    double median(Phase phase, String peer, ToDoubleFunction<Round> value) {
        return Median.of(valid(phase, peer, value));
    }

    /** By kind, in all rounds of the phase. */
    Map<String, Long> errors(Phase phase, String peer) {
        final Map<String, Long> errors = new TreeMap<>();
        for (Round round : rounds(phase, peer)) {
            round.answers().errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum));
        }
        return errors;
    }

    List<Ratio> ratios(Phase phase, ToDoubleFunction<Round> value) {
        return peers.stream().skip(1).map(peer -> ratioTo(peer, phase, value)).toList();
    }

    /** With several forks, each is one value: rounds of one start have more in common than starts have. */
    private Ratio ratioTo(String peer, Phase phase, ToDoubleFunction<Round> value) {
        final List<Round> ours = rounds(phase, peers.get(0));
        final List<Round> theirs = rounds(phase, peer);
        final List<double[]> forks = IntStream.rangeClosed(1, plan.forks())
                .mapToObj(fork -> ratios(ours, theirs, fork, value))
                .filter(rounds -> rounds.length > 0)
                .toList();
        final double[] values = plan.forks() == 1
                ? forks.stream().flatMapToDouble(Arrays::stream).toArray()
                : forks.stream().mapToDouble(Median::of).toArray();
        final int rounds = forks.stream().mapToInt(of -> of.length).sum();
        return new Ratio(peers.get(0), peer, Median.of(values), MedianInterval.of(values), rounds);
    }

    private static double[] ratios(List<Round> ours, List<Round> theirs, int fork, ToDoubleFunction<Round> value) {
        return IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .filter(i -> ours.get(i).fork() == fork)
                .filter(i -> ours.get(i).isValid() && theirs.get(i).isValid())
                .mapToDouble(i -> value.applyAsDouble(ours.get(i)) / value.applyAsDouble(theirs.get(i)))
                .toArray();
    }
}
