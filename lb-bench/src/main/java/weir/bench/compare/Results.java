package weir.bench.scenario;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import weir.bench.report.Fingerprint;
import weir.bench.stats.Bootstrap;
import weir.bench.stats.Median;

/**
 * All that a comparison found. Immutable, any thread.
 *
 * @param peers names; the first is the subject, the others are what it is compared with
 * @param rounds in the order they were measured
 * @param syscalls one per peer, or empty
 */
record Results(
        Plan plan, Fingerprint environment, List<String> peers, List<Round> rounds, List<SyscallRound> syscalls) {
    Results {
        peers = List.copyOf(peers);
        rounds = List.copyOf(rounds);
        syscalls = List.copyOf(syscalls);
    }

    boolean isValid() {
        return rounds.stream().allMatch(Round::isValid)
                && syscalls.stream().allMatch(round -> round.load().isClean());
    }

    long errorsOf(String peer) {
        return roundsOf(peer).stream().mapToLong(round -> round.load().errors()).sum();
    }

    /** Values of one peer's valid rounds, in order. */
    double[] valid(String peer, ToDoubleFunction<Round> value) {
        return roundsOf(peer).stream().filter(Round::isValid).mapToDouble(value).toArray();
    }

    double median(String peer, ToDoubleFunction<Round> value) {
        return Median.of(valid(peer, value));
    }

    List<Ratio> ratios() {
        return peers.stream().skip(1).map(this::ratioTo).toList();
    }

    private Ratio ratioTo(String peer) {
        final List<Round> ours = roundsOf(peers.get(0));
        final List<Round> theirs = roundsOf(peer);
        final double[] ratios = IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .filter(i -> ours.get(i).isValid() && theirs.get(i).isValid())
                .mapToDouble(i -> ours.get(i).cpuUs() / theirs.get(i).cpuUs())
                .toArray();
        return new Ratio(peers.get(0), peer, Median.of(ratios), Bootstrap.ofMedian(ratios, plan.seed()), ratios.length);
    }

    /** Every peer has one round of each number, so that lists of two peers pair up by index. */
    private List<Round> roundsOf(String peer) {
        return rounds.stream()
                .filter(round -> Objects.equals(round.peer(), peer))
                .toList();
    }
}
