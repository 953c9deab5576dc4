package weir.bench.jmh.net;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Which queue should a loop's mailbox be: what do a post and a look cost when another thread posts, and what does the
 * look cost when there is nothing, as on nearly every turn?
 *
 * <p>{@code jctools} is the one that {@code EventLoop} has, with its capacity; the other is the JDK's with a limit.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class MailboxBenchmark {
    private static final int CAPACITY = 4_096;
    private static final Runnable COMMAND = () -> {};

    @Param({"jctools", "blocking"})
    public String queue;

    private Queue<Runnable> mailbox;

    @Setup
    public void make() {
        mailbox = queue.equals("jctools") ? new MpscAtomicArrayQueue<>(CAPACITY) : new ArrayBlockingQueue<>(CAPACITY);
    }

    @Benchmark
    @Group("crossing")
    @GroupThreads(1)
    public boolean post() {
        return mailbox.offer(COMMAND);
    }

    @Benchmark
    @Group("crossing")
    @GroupThreads(1)
    public Runnable look() {
        return mailbox.poll();
    }

    @Benchmark
    @Group("empty")
    @GroupThreads(1)
    public Runnable lookAtNothing() {
        return mailbox.poll();
    }
}
