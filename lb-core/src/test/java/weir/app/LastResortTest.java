package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.testkit.Project;

class LastResortTest {
    private final List<Integer> halts = new ArrayList<>();
    private final LastResort last = new LastResort(OutputStream.nullOutputStream(), halts::add);
    private final Thread thread = new Thread(() -> {}, "loop-7");

    @Test
    void endsTheProcessWhenMemoryIsOut() {
        last.uncaughtException(thread, new OutOfMemoryError("Java heap space"));
        assertEquals(List.of(70), halts);
        assertEquals(
                "weir: out of memory (Java heap space) in thread loop-7: the process ends with status 70;"
                        + " a larger -Xmx or a smaller limits.connections helps\n",
                last.toString());
    }

    @Test
    void needsNoMemoryForThat() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final int[] status = new int[1];
        final LastResort other = new LastResort(OutputStream.nullOutputStream(), given -> status[0] = given);
        final OutOfMemoryError cause = new OutOfMemoryError("Java heap space");
        threads.getCurrentThreadAllocatedBytes(); // links itself
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long measuring = threads.getCurrentThreadAllocatedBytes() - before;
        final long start = threads.getCurrentThreadAllocatedBytes();
        other.uncaughtException(thread, cause);
        assertEquals(measuring, threads.getCurrentThreadAllocatedBytes() - start);
        assertEquals(70, status[0]);
    }

    @Test
    void endsTheProcessWhenAThreadDies() {
        last.uncaughtException(thread, new IllegalStateException("two\nlines"));
        assertEquals(List.of(70), halts);
        final String line = last.toString();
        assertTrue(
                line.startsWith("weir: thread loop-7 has died, so the process ends with status 70:"
                        + " java.lang.IllegalStateException: two lines at weir.app.LastResortTest."),
                line);
        assertEquals(line.length() - 1, line.indexOf('\n'));
    }

    @Test
    void saysOneLineHoweverManyThreadsDie() {
        last.uncaughtException(thread, new OutOfMemoryError("first"));
        last.uncaughtException(thread, new OutOfMemoryError("second"));
        assertEquals(List.of(70), halts);
        assertTrue(last.toString().contains("first"));
    }

    @Test
    void cutsALineThatIsTooLong() {
        last.uncaughtException(thread, new IllegalStateException("x".repeat(5_000)));
        assertEquals(List.of(70), halts);
        assertTrue(last.toString().endsWith("x\n"));
    }

    @Test
    void endsTheProcessThoughNobodyCanBeTold() {
        final OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("closed");
            }
        };
        new LastResort(closed, halts::add).uncaughtException(thread, new OutOfMemoryError());
        assertEquals(List.of(70), halts);
    }

    @Test
    void theJvmEndsTheProcessItselfWhereItHasItsOptions() throws IOException {
        assertTrue(Files.readAllLines(Project.path("conf/jvm.options")).contains("-XX:+ExitOnOutOfMemoryError"));
    }
}
