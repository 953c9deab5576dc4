package weir.notify;

import java.io.File;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.tinylog.Logger;
import weir.model.EventKind;
import weir.model.OnDown;
import weir.text.OneLine;

/**
 * Runs a pool's command when one of its backends goes down, as often as its limit allows: what does not help three
 * times will not help a fourth time either, and a restart in a loop does harm.
 *
 * <p>The command learns of the event from its environment: WEIR_EVENT, WEIR_POOL, WEIR_BACKEND, WEIR_ADDRESS,
 * WEIR_REASON. No shell looks at them. One command runs at a time; what it prints goes nowhere. {@link #offer}: one
 * thread. Commands: thread {@code on-down}.
 */
final class DownCommand {
    private static final int WAITING_MAX = 256;

    private final Map<String, OnDown> byPool;
    /** When a backend's command was started, as far back as its limit looks. */
    private final Map<String, ArrayDeque<Long>> startsNs = new HashMap<>();

    private final ThreadPoolExecutor runner = new ThreadPoolExecutor(
            0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), DownCommand::thread, (task, pool) -> {
                Logger.warn("on-down: too many commands wait, one is left out");
            });
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();

    DownCommand(Map<String, OnDown> byPool) {
        this.byPool = Map.copyOf(byPool);
    }

    private static Thread thread(Runnable task) {
        // Owns: the command that runs.
        final Thread thread = new Thread(task, "on-down");
        thread.setDaemon(true);
        return thread;
    }

    /** @param nowNs monotonic */
    void offer(Event event, long nowNs) {
        final OnDown onDown = event.kind() == EventKind.BACKEND_DOWN ? byPool.get(event.pool()) : null;
        if (onDown == null) {
            return;
        }
        final String name = event.pool() + "/" + event.backend();
        if (mayRun(name, onDown, nowNs)) {
            runner.execute(() -> run(name, onDown, event));
        } else {
            refusals.incrementAndGet();
            Logger.warn("on-down for {}: not run, {} times were enough", name, onDown.timesMax());
        }
    }

    private boolean mayRun(String name, OnDown onDown, long nowNs) {
        final ArrayDeque<Long> starts = startsNs.computeIfAbsent(name, key -> new ArrayDeque<>());
        while (!starts.isEmpty() && nowNs - starts.peek() >= onDown.withinMs() * 1_000_000L) {
            starts.poll();
        }
        if (starts.size() >= onDown.timesMax()) {
            return false;
        }
        starts.add(nowNs);
        return true;
    }

    private void run(String name, OnDown onDown, Event event) {
        runs.incrementAndGet();
        try {
            final Process process = start(onDown, event);
            if (!process.waitFor(onDown.timeoutMs(), TimeUnit.MILLISECONDS)) {
                kill(process);
                Logger.warn("on-down for {}: killed after {} ms", name, onDown.timeoutMs());
            } else if (process.exitValue() != 0) {
                Logger.warn("on-down for {}: ended with {}", name, process.exitValue());
            } else {
                Logger.info("on-down for {}: done", name);
            }
        } catch (IOException
                | RuntimeException e) { // of what a backend has said, an environment bears less than a string
            Logger.warn("on-down for {}: {}", name, OneLine.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process start(OnDown onDown, Event event) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(onDown.command());
        final Map<String, String> environment = builder.environment();
        environment.put("WEIR_EVENT", event.kind().word());
        environment.put("WEIR_POOL", event.pool());
        environment.put("WEIR_BACKEND", event.backend());
        environment.put("WEIR_ADDRESS", event.address());
        environment.put("WEIR_REASON", OneLine.of(event.reason())); // a backend's word may have a 0 in it
        return builder.redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** A command that runs goes on by itself: it may be restarting Weir. */
    void end() {
        runner.shutdownNow();
    }

    /** Waits for the thread to end. */
    void await(long withinNs) throws InterruptedException {
        runner.awaitTermination(withinNs, TimeUnit.NANOSECONDS);
    }

    long runs() {
        return runs.get();
    }

    /** Times that the limit has kept it from running. */
    long refusals() {
        return refusals.get();
    }
}
