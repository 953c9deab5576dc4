package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.buf.BufferPool;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.control.BackendActions.Result;
import weir.control.OperatorStateStore;
import weir.control.Publisher;
import weir.health.HealthMonitor;
import weir.health.Transition;
import weir.model.AdminState;
import weir.model.Configuration;
import weir.model.OperatorState;
import weir.model.Pool;
import weir.net.DescriptorShare;
import weir.net.Descriptors;
import weir.net.EventLoop;
import weir.net.NioNetwork;
import weir.snapshot.Snapshot;
import weir.stats.Counters;
import weir.time.Clock;

/** When an operator is told that a change is done. Real threads, but no socket. */
@Timeout(30)
final class BackendControlTest {
    private static final String YAML = """
            listeners: {web: {bind: 127.0.0.1:0, pool: app}}
            pools: {app: {backends: [127.0.0.1:9001], health: none}}
            """;

    private LoopThread prompt;
    private LoopThread late;
    private EventLoop probeLoop;
    private Thread probeThread;
    private BackendControl backends;

    @BeforeEach
    void start() throws Exception {
        final Configuration configuration = assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", YAML))
                .configuration();
        final Snapshot snapshot = Snapshot.of(configuration, 1);
        final BufferBudget budget = BufferBudget.of(configuration);
        prompt = new LoopThread(
                0,
                new NioNetwork(),
                new DescriptorShare(new Descriptors(1_000), 1),
                snapshot,
                budget,
                () -> {},
                null,
                TlsSetup.of(configuration));
        late = new LoopThread(
                1,
                new NioNetwork(),
                new DescriptorShare(new Descriptors(1_000), 1),
                snapshot,
                budget,
                () -> {},
                null,
                TlsSetup.of(configuration));
        probeLoop = new EventLoop(
                "probe",
                Clock.SYSTEM,
                new NioNetwork(),
                new BufferPool(4096, 4),
                new Counters(),
                new FaultLog(Clock.SYSTEM));
        final HealthMonitor monitor =
                new HealthMonitor(probeLoop, snapshot, List.of(), List.of(prompt, late), new Deaf(), new Random(1));
        monitor.start();
        backends = new BackendControl(
                new Publisher(snapshot, List.of(prompt, late), monitor),
                monitor,
                List.of(prompt, late),
                new OperatorStateStore(configuration, OperatorState.NONE, null));
        backends.start();
        probeThread = new Thread(probeLoop::run, "probe");
        probeThread.start();
        prompt.start();
    }

    @AfterEach
    void stop() throws Exception {
        backends.stop();
        prompt.stop();
        late.stop();
        probeLoop.stop();
        probeThread.join();
    }

    /**
     * Else who drains a backend may find nothing in flight, stop it, and lose the request that a loop sends there a
     * moment later.
     */
    @Test
    void isDoneOnlyWhenTheLastLoopGoesByIt() throws Exception {
        final CompletableFuture<Result> answer =
                CompletableFuture.supplyAsync(() -> backends.setState("app", "127.0.0.1:9001", AdminState.DRAIN));
        assertThrows(TimeoutException.class, () -> answer.get(100, TimeUnit.MILLISECONDS));
        late.start();
        assertEquals(Result.DONE, answer.get());
    }

    @Test
    void isDoneAtOnceWhenNothingChanges() {
        assertEquals(Result.DONE, backends.setState("app", "127.0.0.1:9001", AdminState.READY));
        late.start(); // to be stopped like the other
    }

    private static final class Deaf implements HealthMonitor.Listener {
        @Override
        public void onTransition(Pool pool, int backend, Transition transition) {}

        @Override
        public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {}
    }
}
