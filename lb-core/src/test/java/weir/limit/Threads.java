package weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Several threads that begin at the same moment. */
final class Threads {
    private Threads() {}

    interface Work {
        void run(int number);
    }

    static void inParallel(int threads, Work work) throws InterruptedException {
        final CountDownLatch start = new CountDownLatch(threads);
        final List<Thread> running = new ArrayList<>();
        final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < threads; i++) {
            final int number = i;
            final Thread thread = new Thread(() -> {
                start.countDown();
                try {
                    start.await();
                    work.run(number);
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }
}
