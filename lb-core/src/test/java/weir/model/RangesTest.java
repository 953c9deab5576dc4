package weir.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.balance.Algorithm;

/** A value that exists is a value that makes sense: each record refuses what is outside its ranges. */
class RangesTest {
    static Stream<Arguments> components() {
        return Stream.of(pools(), listeners(), wholes()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> pools() {
        return Stream.of(
                row(KeepAlive.IDLE_RANGE, v -> new KeepAlive((int) v, 1)),
                row(KeepAlive.CONNECTIONS_RANGE, v -> new KeepAlive(1, (int) v)),
                row(PoolTimeouts.CONNECT_RANGE, v -> new PoolTimeouts((int) v, 1, 1)),
                row(PoolTimeouts.RESPONSE_RANGE, v -> new PoolTimeouts(1, (int) v, 1)),
                row(PoolTimeouts.BODY_RANGE, v -> new PoolTimeouts(1, 1, (int) v)),
                row(QueueLimits.LENGTH_RANGE, v -> new QueueLimits((int) v, 1)),
                row(QueueLimits.TIMEOUT_RANGE, v -> new QueueLimits(0, (int) v)),
                row(RetryPolicy.ATTEMPTS_RANGE, v -> new RetryPolicy((int) v, Set.of())),
                row(RetryPolicy.STATUS_RANGE, v -> RetryPolicy.DEFAULTS.withStatuses(Set.of((int) v))),
                row(RetryPolicy.BACKOFF_RANGE, v -> RetryPolicy.DEFAULTS.withBackoffMs((int) v)),
                row(RetryPolicy.Budget.PER_SECOND_RANGE, v -> new RetryPolicy.Budget(0, (int) v)),
                row(FixedResponse.STATUS_RANGE, v -> FixedResponse.of((int) v)),
                row(BreakerPolicy.REQUESTS_RANGE, v -> breaker((int) v, 100, 10, 1)),
                row(BreakerPolicy.WINDOW_RANGE, v -> breaker(1, (int) v, 10, 1)),
                row(BreakerPolicy.OPEN_RANGE, v -> breaker(1, 100, (int) v, 1)),
                row(BreakerPolicy.PROBES_RANGE, v -> breaker(1, 100, 10, (int) v)),
                row(BreakerPolicy.Latency.ABOVE_RANGE, v -> new BreakerPolicy.Latency(0.5, (int) v)),
                row(StatusSet.STATUS_RANGE, v -> check((int) v, (int) v, 10, 1, 1, 1)),
                row(CheckTimes.INTERVAL_RANGE, v -> check(200, 299, (int) v, 1, 1, 1)),
                row(CheckTimes.TIMEOUT_RANGE, v -> check(200, 299, 10, (int) v, 1, 1)),
                row(HealthCheck.RISE_RANGE, v -> check(200, 299, 10, 1, (int) v, 1)),
                row(HealthCheck.FALL_RANGE, v -> check(200, 299, 10, 1, 1, (int) v)),
                row(CheckTimes.FAST_RANGE, v -> new CheckTimes(10, (int) v, 10, 1)),
                row(CheckTimes.DOWN_RANGE, v -> new CheckTimes(10, 10, (int) v, 1)),
                row(HealthCheck.PANIC_RANGE, v -> HealthCheck.DEFAULTS.withPanicPercent((int) v)),
                row(Passive.Consecutive.COUNT_RANGE, v -> new Passive.Consecutive(Passive.Mode.OFF, (int) v)),
                row(Passive.Ratio.PERCENT_RANGE, v -> new Passive.Ratio(Passive.Mode.OFF, (int) v)),
                row(Passive.Latency.MIN_RANGE, v -> new Passive.Latency(Passive.Mode.OFF, 2, (int) v)),
                row(Passive.WINDOW_RANGE, v -> passive((int) v, 1, 100, 86_400_000, 50)),
                row(Passive.REQUESTS_RANGE, v -> passive(100, (int) v, 100, 86_400_000, 50)),
                row(Passive.EJECTION_RANGE, v -> passive(100, 1, (int) v, 86_400_000, 50)),
                row(Passive.EJECTION_MAX_RANGE, v -> passive(100, 1, 100, (int) v, 50)),
                row(Passive.EJECTED_RANGE, v -> passive(100, 1, 100, 86_400_000, (int) v)),
                row(SlowStart.DURATION_RANGE, v -> new SlowStart((int) v, 10, 1, false)),
                row(SlowStart.MIN_RANGE, v -> new SlowStart(100, (int) v, 1, false)),
                row(Pool.BACKENDS_RANGE, v -> pool((int) v)));
    }

    private static Stream<Arguments> listeners() {
        return Stream.of(
                row(ListenerTimeouts.HEAD_RANGE, v -> new ListenerTimeouts((int) v, 1, 1, 1, 1)),
                row(ListenerTimeouts.BODY_RANGE, v -> new ListenerTimeouts(1, (int) v, 1, 1, 1)),
                row(ListenerTimeouts.IDLE_RANGE, v -> new ListenerTimeouts(1, 1, (int) v, 1, 1)),
                row(ListenerTimeouts.TUNNEL_RANGE, v -> new ListenerTimeouts(1, 1, 1, (int) v, 1)),
                row(ListenerTimeouts.LINGER_RANGE, v -> new ListenerTimeouts(1, 1, 1, 1, (int) v)),
                row(ListenerLimits.HEAD_RANGE, v -> new ListenerLimits((int) v, 1, 16, 0, 0, 1, 1)),
                row(ListenerLimits.HEADERS_RANGE, v -> new ListenerLimits(256, (int) v, 16, 0, 0, 1, 1)),
                row(ListenerLimits.TARGET_RANGE, v -> new ListenerLimits(256, 1, (int) v, 0, 0, 1, 1)),
                row(ListenerLimits.BODY_RANGE, v -> new ListenerLimits(256, 1, 16, v, 0, 1, 1)),
                row(ListenerLimits.REQUESTS_RANGE, v -> new ListenerLimits(256, 1, 16, 0, 0, (int) v, 1)),
                row(ListenerLimits.PIPELINED_RANGE, v -> new ListenerLimits(256, 1, 16, 0, (int) v, 1, 1)),
                row(ListenerLimits.CONNECTIONS_RANGE, v -> new ListenerLimits(256, 1, 16, 0, 0, 1, (int) v)),
                row(Listener.ROUTES_RANGE, v -> listener((int) v)));
    }

    private static Stream<Arguments> wholes() {
        return Stream.of(
                row(Configuration.LOOPS_RANGE, v -> new Configuration((int) v, 0, 0, List.of(), List.of())),
                row(Configuration.SHUTDOWN_RANGE, v -> new Configuration(1, 0, (int) v, List.of(), List.of())),
                row(Configuration.BUFFERS_RANGE, v -> new Configuration(1, v, 0, List.of(), List.of())));
    }

    private static Arguments row(Range range, LongConsumer make) {
        return arguments(range, make);
    }

    private static HealthCheck check(int expectMin, int expectMax, int intervalMs, int timeoutMs, int rise, int fall) {
        return new HealthCheck(HealthCheck.Type.HTTP, "/", expectMin, expectMax, intervalMs, timeoutMs, rise, fall);
    }

    private static Passive passive(
            int windowMs, int requestsMin, int ejectionMs, int ejectionMaxMs, int ejectedMaxPercent) {
        return new Passive(
                Set.of(),
                Passive.DEFAULTS.consecutive(),
                Passive.DEFAULTS.ratio(),
                Passive.DEFAULTS.latency(),
                windowMs,
                requestsMin,
                ejectionMs,
                ejectionMaxMs,
                ejectedMaxPercent);
    }

    private static BreakerPolicy breaker(int requestsMin, int windowMs, int openMs, int probes) {
        final BreakerPolicy known = BreakerPolicy.DEFAULTS;
        return new BreakerPolicy(
                known.mode(), known.scope(), known.failures(), null, requestsMin, windowMs, openMs, probes);
    }

    private static Pool pool(int backends) {
        return new Pool(
                "p",
                Algorithm.ROUND_ROBIN,
                null,
                IntStream.range(0, backends)
                        .mapToObj(index -> new Backend("b" + index, new InetSocketAddress(1 + index)))
                        .toList(),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
    }

    private static Listener listener(int routes) {
        return new Listener(
                "l",
                new InetSocketAddress(0),
                0,
                Collections.nCopies(Math.max(0, routes), new Route(null, "/", 0)),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void acceptsBothEndsOfTheRange(Range range, LongConsumer make) {
        assertDoesNotThrow(() -> make.accept(range.min()));
        assertDoesNotThrow(() -> make.accept(range.max()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void refusesWhatIsOnePast(Range range, LongConsumer make) {
        final boolean isCount = range == Listener.ROUTES_RANGE;
        if (!isCount) { // there is no list of -1 routes
            expectsRefusal(range, range.min() - 1, make);
        }
        if (range.max() != Long.MAX_VALUE && range.max() != Integer.MAX_VALUE) {
            expectsRefusal(range, range.max() + 1, make);
        }
    }

    private static void expectsRefusal(Range range, long value, LongConsumer make) {
        final Exception e = assertThrows(IllegalArgumentException.class, () -> make.accept(value));
        assertEquals(range.key() + ": " + value + ", must be " + range.min() + ".." + range.max(), e.getMessage());
    }

    @Test
    void refusesAnEmptyRangeOfStatuses() {
        assertThrows(IllegalArgumentException.class, () -> check(300, 299, 10, 1, 1, 1));
    }

    @Test
    void refusesATextThatIsLongerThanWhatIsSentAtOnce() {
        final int bytesMax = (int) FixedResponse.TEXT_RANGE.max();
        assertDoesNotThrow(() -> new FixedResponse(503, FixedResponse.CONTENT_TYPE, "x".repeat(bytesMax), 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FixedResponse(503, FixedResponse.CONTENT_TYPE, "\u00f6".repeat(bytesMax / 2 + 1), 0));
    }

    @Test
    void refusesFallbacksThatLeadInACircle() {
        final Pool a = pool(1).withName("a").withFallback(Fallback.to(1));
        final Pool b = pool(1).withName("b");
        assertDoesNotThrow(() -> new Configuration(1, 0, 0, List.of(), List.of(a, b)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Configuration(1, 0, 0, List.of(), List.of(a, b.withFallback(Fallback.to(0)))));
    }

    @Test
    void zeroStandsForDerivedBuffers() {
        assertEquals(0, new Configuration(1, 0, 0, List.of(), List.of()).bufferBytesMax());
    }

    @Test
    void aListIsCopiedSoThatItCannotChange() {
        final List<Route> routes = new ArrayList<>();
        final Listener listener = new Listener(
                "l", new InetSocketAddress(0), 0, routes, ListenerTimeouts.DEFAULTS, ListenerLimits.DEFAULTS);
        routes.add(new Route(null, "/", 0));
        assertEquals(List.of(), listener.routes());
    }

    @Test
    void everyRetryConditionAndHealthTypeHasAWordOfTheFile() {
        for (RetryPolicy.Condition condition : RetryPolicy.Condition.values()) {
            assertEquals(condition.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), condition.word());
        }
        for (HealthCheck.Type type : HealthCheck.Type.values()) {
            assertEquals(type.name().toLowerCase(java.util.Locale.ROOT), type.word());
        }
    }
}
