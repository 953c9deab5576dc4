package weir.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import weir.model.HealthCheck;
import weir.model.Passive.Failure;
import weir.model.Pool;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.LoopPort;
import weir.snapshot.Outcome;
import weir.stats.Results;
import weir.testkit.LoopHarness;
import weir.tls.ClientEngines;
import weir.tls.SecuredPools;

/**
 * A probe on the harness' loop, and all that it tells and says. Requests are played by writing what a loop would.
 * Thread: the test's.
 */
final class HealthMonitorDrill implements HealthMonitor.Listener, LoopPort {
    final LoopHarness harness;
    final HealthMonitor monitor;
    final List<BackendState> told = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    /** What the first loop would count in. */
    final Results.Row results;

    HealthMonitorDrill(LoopHarness harness, HealthCheck health, int backends) {
        this(harness, health, backends, monitor -> {});
    }

    /** One backend, checked with TLS, which the setup has. */
    HealthMonitorDrill(LoopHarness harness, HealthCheck health, ClientEngines engines) {
        this(harness, health, 1, monitor -> {}, List.of(engines));
    }

    HealthMonitorDrill(LoopHarness harness, HealthCheck health, int backends, Consumer<HealthMonitor> beforeStart) {
        this(harness, health, backends, beforeStart, List.of());
    }

    private HealthMonitorDrill(
            LoopHarness harness,
            HealthCheck health,
            int backends,
            Consumer<HealthMonitor> beforeStart,
            List<ClientEngines> engines) {
        this.harness = harness;
        harness.setup().backends(backends).health(health);
        results = harness.snapshot().pool(0).results().row(0);
        monitor = new HealthMonitor(
                harness.loop(),
                harness.snapshot(),
                List.of(harness.outcomes()),
                List.of(harness.port(), this),
                this,
                new Random(1),
                new SecuredPools(harness.tls(), engines));
        beforeStart.accept(monitor);
        monitor.start();
        harness.settle();
    }

    void fail(int backend, Failure failure, int times) {
        for (int i = 0; i < times; i++) {
            harness.outcomes().offer(Outcome.pack(failure, results.fail(backend), 0, backend));
        }
        monitor.signal();
        harness.advanceMs(6);
    }

    void succeed(int backend, int times, long latencyMs) {
        for (int i = 0; i < times; i++) {
            results.succeed(backend, latencyMs * 1_000_000);
        }
    }

    /** In small steps, so that each timer has its turn. */
    void pass(int ms) {
        for (int passed = 0; passed < ms; passed += 50) {
            harness.advanceMs(50);
        }
    }

    BackendStatus status(int backend) {
        return monitor.view().status(0, backend);
    }

    BackendState last() {
        return told.get(told.size() - 1);
    }

    @Override
    public void onTransition(Pool pool, int backend, Transition transition) {
        said.add("b" + backend + " " + transition.kind().word() + " "
                + (transition.kind() == Transition.Kind.HEALTH ? transition.to().word() : transition.reason()));
    }

    @Override
    public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {
        said.add((isPanic ? "panic " : "calm ") + upCount + "/" + count);
    }

    @Override
    public boolean offer(BackendState state) {
        told.add(state);
        return true;
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
