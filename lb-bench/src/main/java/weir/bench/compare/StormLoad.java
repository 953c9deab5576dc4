package weir.bench.compare;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import weir.bench.load.Problem;
import weir.bench.load.Target;
import weir.bench.storm.StormPlan;
import weir.bench.storm.StormResult;
import weir.bench.storm.Storms;
import weir.bench.words.Durations;

/** Storms of connections by this JVM itself, which is pinned to the load's core. Thread: the command's own. */
final class StormLoad implements LoadSource {
    private final Plan plan;
    private StormResult last;

    StormLoad(Plan plan) {
        this.plan = plan;
    }

    @Override
    public Answers run(Server server, int seconds) throws IOException {
        final Traffic traffic = plan.scenario().traffic();
        last = Storms.run(new StormPlan(
                Target.parse(server.url(plan.scenario())),
                traffic.request(),
                plan.connections(),
                traffic.newcomers(),
                seconds * Durations.NS_PER_S));
        return answers(last.newcomers(), last.newcomerProblems());
    }

    @Override
    public Optional<Answers> beside() {
        return Optional.of(answers(last.busy(), last.busyProblems()));
    }

    private Answers answers(Histogram latencies, Map<Problem, Long> problems) {
        final Map<String, Long> errors = new TreeMap<>();
        problems.forEach((problem, count) -> errors.put(problem.word(), count));
        final double perSecond = last.answers() / ((double) last.wallNs() / Durations.NS_PER_S);
        return Answers.recorded(last.answers(), perSecond, last.bodyBytes(), errors, latencies);
    }
}
