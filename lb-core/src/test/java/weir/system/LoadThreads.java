package weir.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The clients of a load, a thread each, and what they have met that must not be. Started and ended on the test's
 * thread.
 */
final class LoadThreads {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

    /** Ends by itself when its load is over. */
    interface Client {
        void run() throws IOException;
    }

    void start(String name, Client client) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        client.run();
                    } catch (IOException | RuntimeException e) {
                        note(e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Fails the test at its end. Any thread. */
    void note(Throwable surprise) {
        surprises.add(surprise);
    }

    /** Lets each finish what it is at. They know already that it is over. */
    void end() {
        threads.forEach(LockSupport::unpark);
        for (Thread thread : threads) {
            try {
                thread.join(Child.PATIENCE.toMillis());
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " waits for a response for ever");
            }
        }
        if (!surprises.isEmpty()) {
            throw new AssertionError("the load met " + surprises);
        }
    }
}
