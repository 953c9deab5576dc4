package weir.health;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.model.Passive.Mode;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.Snapshot;
import weir.stats.Counter;
import weir.stats.Results;
import weir.time.Timer;

/**
 * What concerns a pool's backends together: which is slower than the others, how many may be ejected, and panic.
 * Thread: probe loop only.
 */
final class PoolHealth {
    private final HealthMonitor monitor;
    private final EventLoop loop;
    private final int index;
    private final Results results;
    private final RandomGenerator random;
    private final Passive rules;
    private Pool pool;
    /** By index; null where there is no backend. */
    private final BackendHealth[] byIndex;
    /** Those that are there. */
    private BackendHealth[] backends;

    private final Timer tickTimer = new Timer(this::onTick);
    /** Mean latencies within the window, one per backend that has had enough requests; and the same in order. */
    private long[] means;

    private long[] sorted;
    private boolean isPanic;

    PoolHealth(HealthMonitor monitor, EventLoop loop, Snapshot snapshot, int index, RandomGenerator random) {
        this.monitor = monitor;
        this.loop = loop;
        this.index = index;
        this.random = random;
        results = snapshot.pool(index).results();
        pool = snapshot.pools().get(index);
        rules = pool.health().passive();
        byIndex = new BackendHealth[pool.room()];
        for (int i = 0; i < pool.backends().size(); i++) {
            if (!pool.backends().get(i).isVacant()) {
                byIndex[i] = healthOf(i);
            }
        }
        listBackends();
    }

    private BackendHealth healthOf(int backend) {
        return new BackendHealth(monitor, this, loop, results, backend, random);
    }

    private void listBackends() {
        backends = Arrays.stream(byIndex).filter(Objects::nonNull).toArray(BackendHealth[]::new);
        means = new long[backends.length];
        sorted = new long[backends.length];
    }

    /** Backends were added or removed. Those that stay are unaffected. */
    void apply(Pool changed) {
        final Pool before = pool;
        if (changed == before) {
            return;
        }
        for (int i = 0; i < before.backends().size(); i++) {
            if (byIndex[i] != null
                    && changed.backends().get(i) != before.backends().get(i)) {
                byIndex[i].stop();
                byIndex[i] = null;
                monitor.view().publish(index, i, null);
                monitor.listener().onRemoved(before, i);
            }
        }
        pool = changed;
        for (int i = 0; i < changed.backends().size(); i++) {
            if (byIndex[i] == null && !changed.backends().get(i).isVacant()) {
                byIndex[i] = healthOf(i);
                monitor.listener().onAdded(changed, i);
                byIndex[i].startAdded(isPanic);
            }
        }
        listBackends();
        onHealthChange();
    }

    /** The first checks are spread evenly over an interval, in an order of their own for each run. */
    void start(RandomGenerator random) {
        final HealthCheck health = pool.health();
        final long overMs = health.initial() == Health.UP
                ? health.times().intervalMs()
                : Math.min(health.times().intervalMs(), health.times().fastMs());
        final double from = random.nextDouble();
        for (int i = 0; i < backends.length; i++) {
            final double at = (from + (double) i / backends.length) % 1;
            backends[i].start((long) (at * overMs * 1_000_000L));
        }
        if (watchesWindow()) {
            loop.timers().set(tickTimer, loop.nowNs() + tickNs());
        }
    }

    private boolean watchesWindow() {
        return pool.health().type() != HealthCheck.Type.NONE && rules.hasWindow();
    }

    private long tickNs() {
        return rules.windowMs() * 1_000_000L / SlidingWindow.TICKS;
    }

    int index() {
        return index;
    }

    Pool pool() {
        return pool;
    }

    /** News of a backend that is there no more has nobody to go to. */
    void ifThere(int backend, Consumer<BackendHealth> action) {
        if (byIndex[backend] != null) {
            action.accept(byIndex[backend]);
        }
    }

    void resend() {
        for (BackendHealth backend : backends) {
            backend.resend();
        }
    }

    // --- outliers

    private void onTick(long nowNs) {
        loop.timers().set(tickTimer, nowNs + tickNs());
        int count = 0;
        for (int i = 0; i < backends.length; i++) {
            final SlidingWindow window = backends[i].tick();
            judgeRatio(backends[i], window);
            means[i] = backends[i].health() == Health.UP && window.successes() >= rules.requestsMin()
                    ? window.meanLatencyNs()
                    : -1;
            if (means[i] >= 0) {
                sorted[count++] = means[i];
            }
        }
        if (rules.latency().mode() != Mode.OFF && count > 1) {
            Arrays.sort(sorted, 0, count);
            judgeLatencies(count);
        }
    }

    private void judgeRatio(BackendHealth backend, SlidingWindow window) {
        final Passive.Ratio rule = rules.ratio();
        final long attempts = window.attempts();
        if (rule.mode() != Mode.OFF
                && attempts >= rules.requestsMin()
                && window.failures() * 100 >= rule.percent() * attempts) {
            backend.onRuleBroken(
                    rule.mode(),
                    window.failures() + " of " + attempts + " requests failed within " + rules.windowMs() + " ms");
        }
    }

    private void judgeLatencies(int count) {
        final Passive.Latency rule = rules.latency();
        for (int i = 0; i < backends.length; i++) {
            final long median = medianOfOthers(means[i], count);
            if (means[i] > median * rule.factor() && means[i] >= rule.minMs() * 1_000_000L) {
                backends[i].onRuleBroken(
                        rule.mode(),
                        "mean latency " + means[i] / 1_000 + " us, that of the others " + median / 1_000 + " us");
            }
        }
    }

    /** The lower one of two. Without the one in question, so that one of two can be slow. */
    private long medianOfOthers(long mean, int count) {
        final int middle = (count - 2) / 2;
        return sorted[middle] < mean ? sorted[middle] : sorted[middle + 1];
    }

    /** At most a share of the pool is ejected, but always one may be, and never the last that is up. */
    boolean mayEject(BackendHealth candidate) {
        int ejected = 0;
        int left = 0;
        for (BackendHealth backend : backends) {
            if (backend.isEjected()) {
                ejected++;
            } else if (backend != candidate && backend.counts() && backend.health() == Health.UP) {
                left++;
            }
        }
        final int max =
                rules.ejectedMaxPercent() == 0 ? 0 : Math.max(1, backends.length * rules.ejectedMaxPercent() / 100);
        return left > 0 && ejected < max;
    }

    // --- panic

    /** Somebody went, came, or counts no more. O(backends). */
    void onHealthChange() {
        final int percent = pool.health().panicPercent();
        if (percent == 0) {
            return;
        }
        int count = 0;
        int up = 0;
        for (BackendHealth backend : backends) {
            if (backend.counts()) {
                count++;
                up += backend.health() == Health.UP || backend.health() == Health.CHECKING
                        ? 1
                        : 0; // innocent until checked
            }
        }
        final boolean isNow = count > 0 && up * 100L < (long) percent * count;
        if (isNow != isPanic) {
            become(isNow, up, count);
        }
    }

    private void become(boolean isNow, int up, int count) {
        isPanic = isNow;
        final String why = (isNow ? "panic: " : "no panic any more: ") + up + " of " + count + " up, "
                + (isNow ? "so all are used" : "so health counts again");
        if (isNow) {
            loop.counters().add(Counter.PANICS);
        }
        for (BackendHealth backend : backends) {
            backend.setPanic(isNow, why);
        }
        monitor.listener().onPanic(pool, isNow, up, count);
    }
}
