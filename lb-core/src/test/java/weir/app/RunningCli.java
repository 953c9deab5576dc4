package weir.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** A command that goes on until it is stopped, on a thread of its own in this process. */
final class RunningCli implements AutoCloseable {
    private static final int SECONDS_MAX = 40;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FutureTask<Integer> status;
    private final Thread thread;

    RunningCli(String... args) {
        status = new FutureTask<>(() -> Main.run(args, new PrintStream(out, true), new PrintStream(err, true)));
        thread = new Thread(status, "cli-" + args[0]);
        thread.start();
    }

    /** The first line that begins like this, as soon as there is one. */
    String awaitLine(String start) {
        final AtomicReference<String> found = new AtomicReference<>();
        try {
            await().atMost(SECONDS_MAX, TimeUnit.SECONDS).until(() -> {
                out().lines().filter(line -> line.startsWith(start)).findFirst().ifPresent(found::set);
                return found.get() != null || status.isDone();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no line '" + start + "' in: " + out() + err(), e);
        }
        if (found.get() == null) {
            throw new AssertionError("ended without a line '" + start + "': " + out() + err());
        }
        return found.get();
    }

    /** Does in-process what a signal does to a process, and returns the exit status. */
    int stop() throws InterruptedException, ExecutionException, TimeoutException {
        thread.interrupt();
        return status.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertFalse(thread.isAlive(), "the command goes on after an interrupt");
    }
}
