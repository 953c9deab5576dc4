package weir.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import weir.bench.host.CannotMeasure;
import weir.bench.words.Durations;

/** Runs a plan on its threads and collects once a second what they have seen. Thread: the caller's. */
public final class Load {
    private final LoadPlan plan;
    private final List<LoadLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Histogram total = Histograms.empty();
    private final Histogram second = Histograms.empty();
    private volatile Throwable failure;
    private Histogram used;
    private long problemsBefore;

    private Load(LoadPlan plan) {
        this.plan = plan;
    }

    /** Returns when the last request has ended. @param eachSecond is called on the caller's thread */
    public static LoadResult run(LoadPlan plan, Consumer<Second> eachSecond) throws IOException, InterruptedException {
        final Load load = new Load(plan);
        final long startNs = System.nanoTime();
        for (int i = 0; i < plan.threads(); i++) {
            load.loops.add(new LoadLoop(plan, i, startNs));
        }
        load.loops.forEach(load::start);
        load.watch(startNs + plan.warmUpNs(), eachSecond);
        return load.result();
    }

    private void start(LoadLoop loop) {
        final Thread thread = new Thread(loop, "load-" + threads.size());
        thread.setDaemon(true); // so that Ctrl-C and a failed test end
        thread.setUncaughtExceptionHandler((failed, e) -> failure = e);
        threads.add(thread);
        thread.start();
    }

    private void watch(long measuredFromNs, Consumer<Second> eachSecond) throws InterruptedException {
        boolean isRunning = true;
        for (int index = 0; isRunning; index++) {
            awaitUntil(measuredFromNs + (index + 1) * Durations.NS_PER_S);
            isRunning = isAnyAlive(); // before the look, so that nothing is missed
            final Second second = take(index);
            if (isRunning || second.latencies().getTotalCount() + second.problemCount() > 0) {
                eachSecond.accept(second);
            }
        }
        if (failure instanceof UncheckedIOException) {
            throw new CannotMeasure(
                    "no further connection can be opened: " + failure.getCause().getMessage() + " (see ulimit -n)");
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of the load failed", failure);
        }
    }

    private boolean isAnyAlive() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Returns early when all threads have ended. */
    private void awaitUntil(long untilNs) throws InterruptedException {
        for (Thread thread : threads) {
            final long leftNs = untilNs - System.nanoTime();
            if (leftNs > 0) {
                TimeUnit.NANOSECONDS.timedJoin(thread, leftNs);
            }
        }
    }

    private Second take(int index) {
        second.reset();
        for (LoadLoop loop : loops) {
            used = loop.meter().takeLatencies(used);
            second.add(used);
        }
        total.add(second);
        final long problems =
                problems().values().stream().mapToLong(Long::longValue).sum();
        final Second taken = new Second(index, second, problems - problemsBefore);
        problemsBefore = problems;
        return taken;
    }

    private Map<Problem, Long> problems() {
        final Map<Problem, Long> counts = new EnumMap<>(Problem.class);
        for (Problem problem : Problem.values()) {
            final long count = sum(meter -> meter.problems(problem));
            if (count > 0) {
                counts.put(problem, count);
            }
        }
        return counts;
    }

    private LoadResult result() {
        return new LoadResult(
                plan,
                total,
                sum(Meter::servedInTime),
                problems(),
                sum(Meter::bodyBytes),
                sum(Meter::connections),
                sum(Meter::warmUpAnswers),
                sum(Meter::warmUpBytes),
                sum(Meter::waited),
                loops.stream()
                        .mapToLong(loop -> loop.meter().latestSendNs())
                        .max()
                        .orElse(0));
    }

    private long sum(ToLongFunction<Meter> value) {
        return loops.stream().map(LoadLoop::meter).mapToLong(value).sum();
    }
}
