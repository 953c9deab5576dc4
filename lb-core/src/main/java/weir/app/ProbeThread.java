package weir.app;

import java.util.List;
import java.util.SplittableRandom;
import weir.buf.BufferPool;
import weir.buf.BufferStock;
import weir.control.StateRestore;
import weir.health.HealthMonitor;
import weir.net.EventLoop;
import weir.net.NioNetwork;
import weir.snapshot.LoopPort;
import weir.snapshot.Snapshot;
import weir.stats.Counters;
import weir.stats.OutcomeRing;
import weir.time.Clock;

/**
 * The probe loop on a thread of its own, the counterpart of {@link LoopThread}. Made and started by the starting
 * thread.
 */
final class ProbeThread {
    private final EventLoop loop;
    private final HealthMonitor monitor;
    private final Thread thread;

    /** @param stock of buffers for checks */
    ProbeThread(
            NioNetwork network,
            Snapshot snapshot,
            List<LoopThread> loops,
            HealthMonitor.Listener news,
            TlsSetup tls,
            int stock) {
        final BufferPool buffers = new BufferPool(BufferBudget.PROBE_BUFFER_BYTES, stock);
        loop = new EventLoop("probe", Clock.SYSTEM, network, buffers, new Counters(), new FaultLog(Clock.SYSTEM));
        final List<OutcomeRing> rings = loops.stream().map(LoopThread::outcomes).toList();
        final BufferPool small = new BufferPool(BufferStock.SMALL_BYTES, 0);
        monitor = new HealthMonitor(
                loop,
                snapshot,
                rings,
                List.<LoopPort>copyOf(loops),
                news,
                new SplittableRandom(),
                tls.checks(tls.share(loop, small, stock)));
        // Owns: the state of each backend, checks and their connections, the selector, timers and buffers of its loop.
        thread = new Thread(loop::run, "probe");
        thread.setDaemon(true); // the loops keep an embedder's JVM alive, and nobody else
    }

    /** Before {@link #start}. */
    void restore(List<StateRestore.Setting> settings) {
        settings.forEach(
                setting -> monitor.restore(setting.pool(), setting.backend(), setting.state(), setting.weight()));
    }

    void start() {
        monitor.start();
        thread.start();
    }

    /** Asks the thread to end. One that was never started has a selector to close all the same. */
    void stop() {
        loop.stop();
        if (thread.getState() == Thread.State.NEW) {
            loop.run();
        }
    }

    Thread thread() {
        return thread;
    }

    EventLoop loop() {
        return loop;
    }

    HealthMonitor monitor() {
        return monitor;
    }
}
