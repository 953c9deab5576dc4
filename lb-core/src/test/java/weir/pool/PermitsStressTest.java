package weir.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.balance.Algorithm;
import weir.balance.PickContext;
import weir.buf.BufferPool;
import weir.exchange.LoopView;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.QueueLimits;
import weir.model.RetryPolicy;
import weir.net.EventLoop;
import weir.snapshot.Permits;
import weir.snapshot.Snapshot;
import weir.stats.Counters;
import weir.stats.OutcomeRing;
import weir.testkit.QuietNetwork;
import weir.testkit.Seed;
import weir.time.Clock;
import weir.time.Timer;

/**
 * Real loops on threads of their own, whose guests ask for permits, wait for them, hold them for a while, lose
 * patience; meanwhile limits change. The backends count who is there.
 */
@Tag("stress")
@Timeout(120)
class PermitsStressTest {
    private static final int LOOPS = 4;
    private static final int GUESTS_PER_LOOP = 12;
    private static final int[] LIMITS = {9, 3, 1};
    private static final int EXCHANGES = Integer.getInteger("weir.stress.exchanges", 20_000);

    private final AtomicIntegerArray inFlight = new AtomicIntegerArray(LIMITS.length);
    /** What a backend must never see exceeded; while a lower limit takes effect, the one before. */
    private final AtomicIntegerArray bounds = new AtomicIntegerArray(LIMITS);

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicIntegerArray servedBy = new AtomicIntegerArray(LOOPS);
    private final ConcurrentLinkedQueue<Object> problems = new ConcurrentLinkedQueue<>();
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<LoopView> views = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;
    private Permits permits;

    /** Asks again and again. Thread: its loop. */
    private final class Guest extends RequestQueue.Waiter implements Timer.Target {
        private final int number;
        private final EventLoop loop;
        private final PoolView pool;
        private final Random random;
        private final boolean isPatient;
        private final PickContext context = new PickContext();
        private final Stickiness sticky = new Stickiness(new Counters());
        private final Timer timer = new Timer(this);
        private int backend = -1;

        Guest(int number, long seed, boolean isPatient) {
            this.number = number;
            this.loop = loops.get(number);
            this.pool = views.get(number).pool(0);
            this.random = new Random(seed);
            this.isPatient = isPatient;
        }

        void ask() {
            if (isOver) {
                busy.decrementAndGet();
                return;
            }
            context.reset();
            if (!isPatient && random.nextInt(20) == 0) {
                context.addTried(random.nextInt(LIMITS.length)); // as a retry does
            }
            final int picked = pool.admission().pick(context, sticky, context.triedCount() > 0);
            if (picked >= 0) {
                begin(picked);
            } else if (picked != Admission.FULL) {
                problems.add("no backend");
            } else if (!isPatient && random.nextInt(10) == 0) {
                later(1); // loses patience soon
                join();
            } else {
                join();
            }
        }

        private void join() {
            if (!pool.admission().queue().join(this, context, sticky, context.triedCount() > 0)) {
                later(1);
            }
        }

        private void begin(int on) {
            loop.timers().clear(timer);
            backend = on;
            final int now = inFlight.incrementAndGet(on);
            if (now > bounds.get(on)) {
                problems.add(now + " on backend " + on + " where " + bounds.get(on) + " may be");
            }
            if (random.nextInt(3) == 0) {
                later(random.nextInt(3));
            } else {
                soon();
            }
        }

        private void later(int ms) {
            loop.timers().set(timer, loop.nowNs() + ms * 1_000_000L);
        }

        private void soon() {
            if (!loop.post(this::act)) {
                later(1);
            }
        }

        private void act() {
            if (isWaiting()) {
                leaveQueue();
            } else if (backend >= 0) {
                inFlight.decrementAndGet(backend);
                pool.admission().give(backend);
                backend = -1;
                served.incrementAndGet();
                servedBy.incrementAndGet(number);
            }
            ask();
        }

        @Override
        public void onTimer(long nowNs) {
            act();
        }

        @Override
        protected void onRoom(int on) {
            begin(on);
        }

        @Override
        protected void onNoBackend() {
            problems.add("no backend, after a wait");
        }

        @Override
        protected void onPickerFault() {
            problems.add("picker fault");
        }

        @Override
        protected void onFault() {
            problems.add("fault");
        }
    }

    private void start(Algorithm algorithm) {
        final List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < LIMITS.length; i++) {
            backends.add(new Backend("b" + i, new InetSocketAddress(i + 1), 1, LIMITS[i]));
        }
        final Pool pool = new Pool(
                        "app",
                        algorithm,
                        null,
                        backends,
                        HealthCheck.DEFAULTS,
                        PoolTimeouts.DEFAULTS,
                        KeepAlive.DEFAULTS,
                        RetryPolicy.DEFAULTS)
                .withQueue(new QueueLimits(LOOPS * GUESTS_PER_LOOP, 1_000));
        final Snapshot snapshot = Snapshot.of(new Configuration(LOOPS, 0, 0, List.of(), List.of(pool)), 1);
        permits = snapshot.pool(0).permits();
        for (int i = 0; i < LOOPS; i++) {
            final EventLoop loop = new EventLoop(
                    "loop-" + i,
                    Clock.SYSTEM,
                    new QuietNetwork(),
                    new BufferPool(64, 1),
                    new Counters(),
                    problems::add);
            loops.add(loop);
            views.add(new LoopView(loop, snapshot, i, new OutcomeRing(16), () -> {}));
        }
        for (int i = 0; i < LOOPS; i++) {
            threads.add(new Thread(loops.get(i)::run, "stress-" + i));
            threads.get(i).start();
        }
    }

    private void invite(long seed, boolean arePatient) {
        for (int i = 0; i < LOOPS * GUESTS_PER_LOOP; i++) {
            final Guest guest = new Guest(i % LOOPS, seed + i, arePatient);
            busy.incrementAndGet();
            loops.get(i % LOOPS).post(guest::ask);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        loops.forEach(EventLoop::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void awaitServed(int count) {
        Awaitility.await().atMost(60, java.util.concurrent.TimeUnit.SECONDS).until(() -> served.get() >= count);
        assertEquals(List.of(), List.copyOf(problems));
    }

    /** All guests leave; then nobody may be left behind, and all permits can be had at home. */
    private void expectsQuiet() {
        isOver = true;
        Awaitility.await().until(() -> busy.get() == 0);
        assertEquals(0, permits.waiting());
        for (int i = 0; i < LIMITS.length; i++) {
            assertEquals(0, permits.inFlight(i));
            setLimit(i, 1); // so few are not kept
        }
        Awaitility.await().untilAsserted(() -> {
            for (int i = 0; i < LIMITS.length; i++) {
                assertEquals(0, permits.out(i), "permits of backend " + i + " that are not home");
            }
        });
        assertEquals(List.of(), List.copyOf(problems));
    }

    private void setLimit(int backend, int limit) {
        for (int i = 0; i < LOOPS; i++) {
            final PoolView pool = views.get(i).pool(0);
            assertTrue(loops.get(i).post(() -> pool.admission().setLimit(backend, limit)));
        }
    }

    @Test
    void neverLetsInMoreThanMayBeAndLeavesNobodyBehind() {
        Seed.forEach(11, 1, random -> {
            start(Algorithm.ROUND_ROBIN);
            invite(random.nextLong(), false);
            awaitServed(EXCHANGES);
            expectsQuiet();
        });
    }

    @Test
    void keepsToLimitsThatChangeMeanwhile() {
        Seed.forEach(12, 1, random -> {
            start(Algorithm.LEAST_CONNECTIONS);
            invite(random.nextLong(), false);
            for (int round = 0; round < 30; round++) {
                final int backend = random.nextInt(LIMITS.length);
                final int limit = 1 + random.nextInt(20);
                bounds.set(backend, Math.max(limit, bounds.get(backend)));
                setLimit(backend, limit);
                Awaitility.await().until(() -> permits.limit(backend) == limit && permits.out(backend) <= limit);
                bounds.set(backend, limit);
                awaitServed(served.get() + EXCHANGES / 60);
            }
            expectsQuiet();
        });
    }

    @Test
    void noLoopStarves() {
        Seed.forEach(13, 1, random -> {
            start(Algorithm.FIRST);
            invite(random.nextLong(), true);
            awaitServed(EXCHANGES);
            expectsQuiet();
            for (int i = 0; i < LOOPS; i++) {
                final int share = servedBy.get(i) * LOOPS * 100 / served.get();
                assertTrue(share > 50, "loop " + i + " got " + share + " % of an equal share: " + servedBy);
            }
        });
    }
}
