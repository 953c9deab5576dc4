package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.model.Passive.Consecutive;
import weir.model.Passive.Failure;
import weir.model.Passive.Latency;
import weir.model.Passive.Mode;
import weir.model.Passive.Ratio;
import weir.model.Pool;
import weir.model.SlowStart;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.LoopPort;
import weir.snapshot.Outcome;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.Seed;

/**
 * Whatever happens in whatever order: no illegal transition, generations only rise, and a loop that hears things late,
 * twice or in disorder ends up right.
 */
class HealthSequenceTest {
    private static final int BACKENDS = 4;
    private static final int STEPS = 600;
    private static final int RUNS = 12;
    private static final Passive PASSIVE = Passive.DEFAULTS.withRules(
            new Consecutive(Mode.ENFORCE, 3), new Ratio(Mode.ENFORCE, 40), new Latency(Mode.ENFORCE, 2, 10));

    @Test
    void keepsItsPromisesInRandomSequences() {
        Seed.forEach(1, RUNS, random -> new Run(random).play());
    }

    private static final class Run implements HealthMonitor.Listener, LoopPort {
        private final RandomGenerator random;
        private final LoopHarness harness = new LoopHarness();
        private final HealthCheck.Type type;
        private final HealthMonitor monitor;
        private final Map<Integer, Health> health = new HashMap<>();
        private final List<BackendState> late = new ArrayList<>();
        private final BackendState[] heard = new BackendState[BACKENDS];
        private final long[] generations = new long[BACKENDS];
        private boolean isMailboxRoomy;

        Run(RandomGenerator random) {
            this.random = random;
            final HealthCheck.Type[] types = {HealthCheck.Type.TCP, HealthCheck.Type.PASSIVE, HealthCheck.Type.NONE};
            type = types[random.nextInt(types.length)];
            final Health initial = random.nextBoolean() ? Health.UP : Health.CHECKING;
            harness.setup()
                    .backends(BACKENDS)
                    .health(HealthCheck.DEFAULTS
                            .withType(type)
                            .withPassive(PASSIVE)
                            .withPanicPercent(random.nextInt(3) * 30)
                            .withInitial(initial))
                    .slowStart(random.nextBoolean() ? SlowStart.NONE : new SlowStart(3_000, 10, 1, true));
            monitor = new HealthMonitor(
                    harness.loop(), harness.snapshot(), List.of(harness.outcomes()), List.of(this), this, random);
            for (int i = 0; i < BACKENDS; i++) {
                health.put(i, type == HealthCheck.Type.NONE ? Health.UP : initial);
            }
            monitor.start();
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                happen(random.nextInt(BACKENDS));
                harness.advanceMs(random.nextInt(400));
            }
            isMailboxRoomy = true;
            harness.advanceMs(60); // what was refused is said again
            while (!late.isEmpty()) {
                hear(late.remove(random.nextInt(late.size())));
            }
            for (int i = 0; i < BACKENDS; i++) {
                final BackendStatus status = monitor.view().status(0, i);
                assertEquals(health.get(i), status.health());
                if (heard[i] != null) {
                    assertEquals(status.generation(), heard[i].generation());
                    assertEquals(status.health(), heard[i].health());
                    assertEquals(status.weight(), heard[i].weight());
                    assertEquals(status.isPanic(), heard[i].isPanic());
                }
            }
            assertEquals(List.of(), harness.faults());
        }

        private void happen(int backend) {
            switch (random.nextInt(6)) {
                case 0 -> harness.backend(backend).door(random.nextBoolean() ? Door.OPEN : Door.REFUSES);
                case 1 -> fail(backend);
                case 2 ->
                    harness.snapshot().pool(0).results().row(0).succeed(backend, random.nextInt(100) * 1_000_000L);
                case 3 -> monitor.setAdmin(0, backend, AdminState.values()[random.nextInt(3)]);
                case 4 -> monitor.setWeight(0, backend, random.nextBoolean() ? null : (double) random.nextInt(5));
                default -> {}
            }
        }

        private void fail(int backend) {
            final Failure failure = Failure.values()[random.nextInt(Failure.values().length)];
            for (int i = random.nextInt(6); i >= 0; i--) {
                final boolean isFirst =
                        harness.snapshot().pool(0).results().row(0).fail(backend);
                harness.outcomes().offer(Outcome.pack(failure, isFirst, 0, backend));
            }
            monitor.signal();
        }

        /** Some are refused, some come late, some twice. */
        @Override
        public boolean offer(BackendState state) {
            assertTrue(state.generation() >= generations[state.backend()], "an older state after a newer one");
            generations[state.backend()] = state.generation();
            assertTrue(state.weight() <= Backend.WEIGHT_MAX);
            if (!isMailboxRoomy && random.nextInt(4) == 0) {
                return false;
            }
            late.add(state);
            if (random.nextInt(4) == 0) {
                late.add(state);
            }
            if (random.nextBoolean()) {
                hear(late.remove(random.nextInt(late.size())));
            }
            return true;
        }

        /** As a loop does. */
        private void hear(BackendState state) {
            final BackendState known = heard[state.backend()];
            if (known == null || state.generation() > known.generation()) {
                heard[state.backend()] = state;
            }
        }

        @Override
        public void onTransition(Pool pool, int backend, Transition transition) {
            assertEquals(health.get(backend), transition.from(), transition::toString);
            if (transition.kind() == Transition.Kind.HEALTH) {
                assertTrue(BackendHealth.isLegal(transition.from(), transition.to()), transition::toString);
                assertTrue(type != HealthCheck.Type.NONE, "nothing takes out what is not watched");
                health.put(backend, transition.to());
            }
        }

        @Override
        public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {
            assertEquals(isPanic, upCount * 100 < pool.health().panicPercent() * count);
        }

        @Override
        public boolean explain(ExplainRequest request, Consumer<Explanation> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDraining() {
            return false;
        }

        @Override
        public boolean drain(int idleMs, int withinMs) {
            return true;
        }

        @Override
        public int clientCount() {
            return 0;
        }
    }
}
