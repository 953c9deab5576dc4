package weir.pool;

import weir.model.BreakerPolicy;
import weir.model.BreakerPolicy.Mode;
import weir.model.BreakerPolicy.Scope;
import weir.net.EventLoop;
import weir.stats.Counter;
import weir.time.Timer;

/**
 * The circuit breakers of one pool on one loop: a single one, or one for each backend; and the timer that ends their
 * pauses.
 *
 * <p>Thread: owning loop only, but for {@link #of} and what of a breaker any thread may read.
 */
final class Breakers implements Breaker.Watcher, Timer.Target {
    private final EventLoop loop;
    /** Of one pool, or by backend; null where none was ever. */
    private final Breaker[] breakers;

    private final BreakerPolicy policy;
    private final boolean isPerBackend;
    private final boolean isEnforced;
    private final Runnable onChange;
    private final Timer timer = new Timer(this);

    /**
     * @param room how many backends there may ever be
     * @param onChange told when a breaker may admit what it did not, or the other way round
     */
    Breakers(EventLoop loop, BreakerPolicy policy, int backends, int room, Runnable onChange) {
        this.loop = loop;
        this.policy = policy;
        this.onChange = onChange;
        isPerBackend = policy.scope() == Scope.BACKEND;
        isEnforced = policy.mode() == Mode.ENFORCE;
        breakers = new Breaker[isPerBackend ? room : 1];
        for (int i = 0; i < (isPerBackend ? backends : 1); i++) {
            breakers[i] = newBreaker();
        }
    }

    private Breaker newBreaker() {
        return new Breaker(policy, loop.nowNs(), this);
    }

    /** Another backend has that index. Attempts under way to the one before are reported to its own breaker. */
    void open(int backend) {
        if (isPerBackend) {
            breakers[backend] = newBreaker();
        }
    }

    /** Any thread. Null where no backend ever was. */
    Breaker of(int backend) {
        return breakers[isPerBackend ? backend : 0];
    }

    boolean admitsToPool() {
        return isPerBackend || !isEnforced || breakers[0].admits();
    }

    boolean admitsTo(int backend) {
        return !isPerBackend || !isEnforced || breakers[backend].admits();
    }

    @Override
    public void onChange(Breaker breaker) {
        switch (breaker.state()) {
            case OPEN -> {
                loop.counters().add(Counter.BREAKER_OPENINGS);
                setTimer();
            }
            case CLOSED -> loop.counters().add(Counter.BREAKER_CLOSINGS);
            case HALF_OPEN -> {}
        }
        onChange.run();
    }

    @Override
    public void onShadowed() {
        loop.counters().add(Counter.BREAKER_SHADOWED);
    }

    @Override
    public void onTimer(long nowNs) {
        for (Breaker breaker : breakers) {
            if (breaker != null) {
                breaker.onTime(nowNs);
            }
        }
        setTimer();
    }

    private void setTimer() {
        final long pauseNs = shortestPauseNs();
        if (pauseNs > 0) {
            loop.timers().set(timer, loop.nowNs() + pauseNs);
        }
    }

    /** Of those that are open; 0 when none is. */
    private long shortestPauseNs() {
        long shortest = 0;
        for (Breaker breaker : breakers) {
            final long pauseNs = breaker == null ? 0 : breaker.pauseNs(loop.nowNs());
            if (pauseNs > 0 && (shortest == 0 || pauseNs < shortest)) {
                shortest = pauseNs;
            }
        }
        return shortest;
    }

    /** When to come again, rounded up to seconds. */
    int retryAfterSeconds() {
        return (int) Math.max(1, (shortestPauseNs() + 999_999_999L) / 1_000_000_000L);
    }
}
