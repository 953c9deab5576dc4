package weir.bench.compare;

/**
 * One peer under load for some seconds, alone or with the others at the same time. Immutable, any thread.
 *
 * @param number counts from 1 over all forks; peers with the same number and phase were measured next to each other,
 *     or at the same time
 * @param fork from 1
 * @param startSeconds since the scenario's first round
 */
record Round(int number, int fork, Phase phase, String peer, double startSeconds, Answers answers, Usage usage) {
    private static final double BYTES_PER_MB = 1e6;

    Round with(Answers newAnswers) {
        return new Round(number, fork, phase, peer, startSeconds, newAnswers, usage);
    }

    /** The same time of the same peer, as other clients saw it. */
    Round seenBy(Phase otherPhase, Answers otherAnswers) {
        return new Round(number, fork, otherPhase, peer, startSeconds, otherAnswers, usage);
    }

    boolean isValid() {
        return answers.isClean() || phase.toleratesErrors() && answers.count() > 0;
    }

    double cost(Unit unit) {
        return unit.of(usage.proxy().totalNs(), answers);
    }

    /** Of the event loops' threads alone; NaN for a peer that has none by that name. */
    double loopCost(Unit unit) {
        final long loopNs = usage.proxy().loopNs();
        return loopNs == 0 ? Double.NaN : unit.of(loopNs, answers);
    }

    double userCost(Unit unit) {
        return unit.of(usage.proxy().userNs(), answers);
    }

    double systemCost(Unit unit) {
        return unit.of(usage.proxy().systemNs(), answers);
    }

    double perSecond() {
        return answers.perSecond();
    }

    double residentMb() {
        return usage.residentBytes() / BYTES_PER_MB;
    }
}
