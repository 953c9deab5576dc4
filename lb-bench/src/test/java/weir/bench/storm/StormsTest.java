package weir.bench.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weir.bench.load.Problem;
import weir.bench.load.RequestText;
import weir.bench.load.Target;
import weir.bench.origin.Freeze;
import weir.bench.origin.OriginPlan;
import weir.bench.origin.OriginServer;
import weir.bench.words.Draw;

/** Storms on an origin in this process, over real sockets. */
class StormsTest {
    private static final int BUSY = 3;
    private static final int NEWCOMERS = 30;
    private static final double MS = 1e6;

    @Test
    void recordsEachNewcomerOnceAndTheBusyOnesInStormsOnly() throws IOException {
        final StormResult result = run(origin("1ms", OriginPlan.UNLIMITED, 0, false));
        assertEquals(Map.of(), result.newcomerProblems());
        assertEquals(Map.of(), result.busyProblems());
        assertTrue(result.stormCount() >= 2, result.stormCount() + " storms in time for two");
        assertEquals(result.stormCount() * NEWCOMERS, result.newcomers().getTotalCount());
        final long others = result.answers() - result.newcomers().getTotalCount();
        assertTrue(
                result.busy().getTotalCount() >= BUSY && result.busy().getTotalCount() < others, "some of " + others);
        assertEquals(100 * result.answers(), result.bodyBytes());
    }

    /**
     * One at a time, 2 ms each, first come, first served: the last newcomer waits for all others, and so does one that
     * was there before.
     */
    @Test
    void countsTheWaitOfTheLastOneOfBothSides() throws IOException {
        final StormResult result = run(origin("2ms", 1, 0, false));
        assertTrue(
                result.newcomers().getMaxValue() >= NEWCOMERS * 2 * MS,
                "slowest " + result.newcomers().getMaxValue());
        assertTrue(result.newcomers().getMinValue() >= 2 * MS);
        assertTrue(
                result.busy().getMaxValue() >= NEWCOMERS * 2 * MS,
                "slowest " + result.busy().getMaxValue());
    }

    @Test
    void goesOnWhenConnectionsAreClosedAfterEachAnswer() throws IOException {
        final StormResult result = run(origin("1ms", OriginPlan.UNLIMITED, 0, true));
        assertEquals(Map.of(), result.newcomerProblems());
        assertEquals(Map.of(), result.busyProblems());
        assertTrue(result.busy().getTotalCount() >= BUSY);
    }

    @Test
    void countsErrorsOfBothSides() throws IOException {
        final StormResult result = run(origin("1ms", OriginPlan.UNLIMITED, 1, false));
        assertEquals(0, result.answers());
        assertEquals(
                (long) result.stormCount() * NEWCOMERS,
                result.newcomerProblems().get(Problem.STATUS_5XX));
        assertTrue(result.busyProblems().get(Problem.STATUS_5XX) >= BUSY);
    }

    @Test
    void endsWhenNobodyListens() throws IOException {
        final int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        final StormResult result = Storms.run(plan("127.0.0.1:" + port));
        assertEquals(
                (long) result.stormCount() * NEWCOMERS,
                result.newcomerProblems().get(Problem.CONNECT));
        assertTrue(result.busyProblems().get(Problem.CONNECT) < 1_000, "it does not try without a pause");
    }

    private static OriginPlan origin(String delay, int concurrency, double errorShare, boolean closes) {
        return new OriginPlan(
                Draw.ofDurations(delay),
                new Draw.Constant(100),
                errorShare,
                0,
                0,
                Freeze.NEVER,
                concurrency,
                closes,
                1);
    }

    private static StormResult run(OriginPlan origin) throws IOException {
        try (OriginServer server =
                OriginServer.start(origin, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false)) {
            return Storms.run(plan(server.address()));
        }
    }

    /** Time for two storms, as each has a rest of 200 ms before it. */
    private static StormPlan plan(String address) {
        return new StormPlan(
                Target.parse("http://" + address + "/"),
                new RequestText("GET", "/", List.of(), null),
                BUSY,
                NEWCOMERS,
                TimeUnit.MILLISECONDS.toNanos(500));
    }
}
