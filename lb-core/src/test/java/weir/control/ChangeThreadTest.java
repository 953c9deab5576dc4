package weir.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.control.BackendActions.Outcome;
import weir.control.BackendActions.Result;

@Timeout(30)
final class ChangeThreadTest {
    private final AtomicInteger made = new AtomicInteger();
    /** How many changes had been made each time that they were kept. */
    private final List<Integer> kept = new ArrayList<>();

    private volatile String trouble;
    private volatile boolean fails;
    private final ChangeThread control = new ChangeThread(() -> {
        kept.add(made.get());
        if (fails) {
            throw new IllegalStateException("a bug");
        }
        return trouble;
    });

    @AfterEach
    void stop() throws InterruptedException {
        control.stop();
    }

    private Result change() {
        return control.inTurn(() -> {
            made.incrementAndGet();
            return Result.DONE;
        });
    }

    @Test
    void answersWhenTheChangeIsKept() {
        control.start();
        assertEquals(Result.DONE, change());
        assertEquals(List.of(1), kept);
    }

    @Test
    void stopsThoughTheDiskDoesNotAnswer() throws Exception {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answers = new CountDownLatch(1);
        final ChangeThread stuck = new ChangeThread(() -> {
            asked.countDown();
            awaitUninterruptibly(answers);
            return null;
        });
        stuck.start();
        CompletableFuture.runAsync(() -> stuck.inTurn(() -> Result.DONE));
        asked.await();
        stuck.stop();
        assertEquals(1, answers.getCount(), "nobody has let it go on");
        answers.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("what is kept is not interrupted", e);
        }
    }

    @Test
    void outlivesABugInWhatKeepsChanges() {
        fails = true;
        control.start();
        assertEquals(Result.DONE.notSaved("a bug in Weir"), change());
        fails = false;
        assertEquals(Result.DONE, change());
    }

    @Test
    void keepsTogetherWhatComesTogether() throws Exception {
        control.start();
        final CountDownLatch first = new CountDownLatch(1);
        final List<CompletableFuture<Result>> answers = new ArrayList<>();
        answers.add(CompletableFuture.supplyAsync(() -> control.inTurn(() -> {
            first.await();
            made.incrementAndGet();
            return Result.DONE;
        })));
        final CountDownLatch asked = new CountDownLatch(9);
        for (int i = 0; i < 9; i++) {
            final CompletableFuture<Result> answer = new CompletableFuture<>();
            answers.add(answer);
            new Thread(() -> {
                        asked.countDown();
                        answer.complete(change());
                    })
                    .start();
        }
        asked.await();
        first.countDown();
        for (CompletableFuture<Result> answer : answers) {
            assertEquals(Result.DONE, answer.get());
        }
        assertEquals(10, made.get());
        assertTrue(kept.get(kept.size() - 1) == 10 && kept.size() < 10, () -> "kept after " + kept);
    }

    @Test
    void saysThatAChangeIsNotKept() {
        control.start();
        trouble = "No space left on device";
        assertEquals("No space left on device", change().notSaved());
        trouble = null;
        assertNull(change().notSaved());
    }

    @Test
    void saysNothingOfThatWhereNothingWasDone() {
        control.start();
        trouble = "No space left on device";
        final Result result = new Result(Outcome.CONFLICT, "it is there");
        assertEquals(result, control.inTurn(() -> result));
    }

    @Test
    void goesOnAfterABug() {
        control.start();
        assertThrows(
                IllegalStateException.class,
                () -> control.inTurn(() -> {
                    throw new IllegalArgumentException("a bug");
                }));
        assertEquals(Result.DONE, change());
    }

    @Test
    void keepsWhatWasMadeWhenItIsStopped() throws Exception {
        control.start();
        final CountDownLatch begun = new CountDownLatch(1);
        final CompletableFuture<Result> stuck = CompletableFuture.supplyAsync(() -> control.inTurn(() -> {
            begun.countDown();
            Thread.sleep(60_000);
            return Result.DONE;
        }));
        begun.await();
        control.stop();
        assertEquals(Outcome.BUSY, stuck.get().outcome());
        assertEquals(Outcome.BUSY, change().outcome(), "what comes later is not done");
        assertEquals(List.of(0), kept);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("control")));
        assertFalse(made.get() > 0);
    }
}
