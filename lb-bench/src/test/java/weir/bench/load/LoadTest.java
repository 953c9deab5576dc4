package weir.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import weir.bench.origin.Freeze;
import weir.bench.origin.OriginPlan;
import weir.bench.origin.OriginServer;
import weir.bench.words.Draw;

/** Load against an origin in this process, over real sockets and in real time. */
class LoadTest {
    private static final long MS = 1_000_000;
    private static final Draw SMALL = new Draw.Constant(100);

    /**
     * An origin that freezes 300 ms of every 1500 ms, for three periods. Users who come at a constant rate meet the
     * freeze in one case of five, and then wait what is left of it: P(latency > x) = (300 ms - x) / 1500 ms. So p95 is
     * 225 ms and p99 285 ms. The two connections of a closed loop are stopped once per freeze each, six requests in
     * all, and the rest takes 2 ms.
     */
    @Test
    void openLoopSeesTheFreezeThatAClosedLoopHides() throws Exception {
        final OriginPlan frozen = plan("2ms", Freeze.parse("300ms/1500ms"), 0, 0, 0);
        final Histogram open = run(frozen, load(100, false, 60, 4_500)).latencies();
        assertBetween(190, percentileMs(open, 95), 300); // a busy machine only ever adds
        assertBetween(250, percentileMs(open, 99), 360);
        assertEquals(0.1, shareAbove(open, 150), 0.03);
        assertTrue(open.getTotalCount() > 435, open.getTotalCount() + " of 450");

        final Histogram closed = run(frozen, load(0, false, 2, 4_500)).latencies();
        final double frozenRequests = shareAbove(closed, 100) * closed.getTotalCount();
        assertTrue(frozenRequests >= 2 && frozenRequests <= 14, frozenRequests + " requests saw a freeze");
        assertTrue(percentileMs(closed, 99) < 100, "p99 " + percentileMs(closed, 99) + " ms");
    }

    /**
     * One connection, 50 requests a second, and each takes 40 ms: 25 a second can be served, so the wait grows by the
     * second.
     */
    @Test
    void countsTheWaitForABusyConnection() throws Exception {
        final LoadResult result = run(plan("40ms", Freeze.NEVER, 0, 0, 0), load(50, false, 1, 1_000));
        assertTrue(result.waited() > 30, result.waited() + " waited");
        assertBetween(900, result.latencies().getMaxValue() / 1e6, 1_900);
    }

    @Test
    void sendsAtTheRateThatIsAskedFor() throws Exception {
        final LoadResult result = run(plan("1ms", Freeze.NEVER, 0, 0, 0), load(500, true, 100, 2_000));
        assertEquals(1_000, result.latencies().getTotalCount(), 130, "four deviations of a Poisson count");
        assertEquals(0, result.problemCount());
    }

    @Test
    void countsErrorsByKind() throws Exception {
        final LoadResult result = run(plan("0ms", Freeze.NEVER, 0.2, 0.1, 0), load(0, false, 4, 300));
        final double all = result.problemCount() + result.latencies().getTotalCount();
        assertEquals(0.2, result.problems().get(Problem.STATUS_5XX) / all, 0.1);
        assertEquals(0.1, result.problems().get(Problem.RESET) / all, 0.06);
    }

    @Test
    void countsWhatIsNotAnsweredInTime() throws Exception {
        final LoadResult result = run(plan("30s", Freeze.NEVER, 0, 0, 0), load(20, false, 3, 300));
        assertEquals(6, result.problems().get(Problem.TIMEOUT));
        assertEquals(0, result.latencies().getTotalCount());
    }

    @Test
    void countsThatNobodyListens() throws Exception {
        final int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        final LoadResult result = Load.run(withTarget(load(0, false, 2, 250), port), second -> {});
        assertTrue(result.problems().get(Problem.CONNECT) >= 2);
        assertTrue(result.problems().get(Problem.CONNECT) <= 8, "it does not try without a pause");
    }

    @Test
    void makesAConnectionForEachRequest() throws Exception {
        final LoadPlan plan = closing(load(0, false, 2, 200));
        final LoadResult result = run(plan("1ms", Freeze.NEVER, 0, 0, 0), plan);
        assertTrue(result.connections() >= result.latencies().getTotalCount());
        assertTrue(result.latencies().getTotalCount() > 5);
        assertEquals(0, result.problemCount());
    }

    /**
     * What is left is per second and per connection. The JDK's selector boxes descriptors above 127, hence few
     * connections.
     */
    @Test
    void allocatesNothingPerRequest() throws Exception {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final AtomicLong before = new AtomicLong(-1);
        final AtomicLong after = new AtomicLong();
        final AtomicLong served = new AtomicLong();
        run(plan("0ms", Freeze.NEVER, 0, 0, 0), load(0, false, 4, 4_000), second -> {
            if (second.index() == 1) { // what the JIT compiler removes is gone by now
                before.set(allocatedBytes(threads));
            } else if (second.index() == 2) {
                after.set(allocatedBytes(threads));
                served.set(second.latencies().getTotalCount());
            }
        });
        assertTrue(before.get() > 0 && after.get() >= before.get() && served.get() > 100, "the thread was there");
        final double perRequest = (double) (after.get() - before.get()) / Math.max(1, served.get());
        assertTrue(perRequest < 40, perRequest + " bytes per request");
    }

    private static long allocatedBytes(ThreadMXBean threads) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("load-0"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    private static LoadResult run(OriginPlan origin, LoadPlan load) throws IOException, InterruptedException {
        return run(origin, load, second -> {});
    }

    private static LoadResult run(OriginPlan origin, LoadPlan load, Consumer<Second> eachSecond)
            throws IOException, InterruptedException {
        try (OriginServer server = OriginServer.start(origin, new InetSocketAddress("127.0.0.1", 0), false)) {
            return Load.run(withTarget(load, server.port()), eachSecond);
        }
    }

    private static OriginPlan plan(String delay, Freeze freeze, double errors, double resets, double refuse) {
        return new OriginPlan(
                Draw.ofDurations(delay), SMALL, errors, resets, refuse, freeze, OriginPlan.UNLIMITED, false, 1);
    }

    private static LoadPlan load(double rate, boolean isPoisson, int connections, long durationMs) {
        return new LoadPlan(
                Target.parse("http://127.0.0.1:1/"),
                List.of(new RequestText("GET", "/", List.of(), null)),
                false,
                rate,
                isPoisson,
                connections,
                1,
                false,
                2_000 * MS,
                0,
                durationMs * MS,
                1,
                false,
                null);
    }

    private static LoadPlan withTarget(LoadPlan plan, int port) {
        return copy(plan, Target.parse("http://127.0.0.1:" + port + "/"), plan.closes());
    }

    private static LoadPlan closing(LoadPlan plan) {
        return copy(plan, plan.target(), true);
    }

    private static LoadPlan copy(LoadPlan plan, Target target, boolean closes) {
        return new LoadPlan(
                target,
                plan.requests(),
                plan.isRandomOrder(),
                plan.ratePerSecond(),
                plan.isPoisson(),
                plan.connections(),
                plan.threads(),
                closes,
                plan.timeoutNs(),
                plan.warmUpNs(),
                plan.durationNs(),
                plan.seed(),
                plan.isSpinning(),
                plan.tls());
    }

    private static void assertBetween(double low, double value, double high) {
        assertTrue(low <= value && value <= high, value + ", must be " + low + " to " + high);
    }

    private static double percentileMs(Histogram latencies, double percent) {
        return latencies.getValueAtPercentile(percent) / 1e6;
    }

    private static double shareAbove(Histogram latencies, long ms) {
        return (double) latencies.getCountBetweenValues(ms * MS, Meter.HIGHEST_NS) / latencies.getTotalCount();
    }
}
