package weir.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import weir.model.AccessLog;
import weir.model.LogSelection;
import weir.time.Clock;

/**
 * Writes the access log: takes the records out of all loops' rings, turns each into a line, and gives the lines to the
 * target in large pieces.
 *
 * <p>A file that cannot be written (the disk is full) costs lines, which are counted, and nothing else. While a server
 * cannot be reached, records wait in the rings; those that find them full are dropped, and counted there. The lines of
 * one loop are in the order in which the exchanges ended; those of several are not.
 *
 * <p>Thread: made, and its rings too, by the one that starts; then {@code log}, or a test that turns by hand. Where a
 * method says so, any.
 */
public final class AccessWriter {
    /** Records wait for so long when there is little to do; a ring that fills up sooner wakes the writer. */
    private static final long PAUSE_NS = 50_000_000;

    /** A write that is broken off ends at once, unless the file system is stuck. */
    private static final int GIVE_UP_MS = 500;

    private static final long PAUSE_UNDER_LOAD_NS = 5_000_000;

    private final LogTarget target;
    private final Clock clock;
    private final Consumer<Throwable> onTrouble;
    private final List<AccessRing> rings = new ArrayList<>();
    private final LogSelection selection;
    private final EndWords words;
    private final RecordLayout layout;
    private final AccessRecord record;
    private final Lines lines = new Lines();
    private final LineFormat format;
    private final AtomicLong linesLost = new AtomicLong();
    /** Owns: the target, the line that is made, and the reading end of each ring. */
    private final Thread thread = new Thread(this::run, "log");

    private volatile boolean isStopping;
    /** Whoever stops has no more patience: what fails now is part of that. */
    private volatile boolean isGivenUp;

    private volatile boolean isToReopen;
    /** When the write began that is under way; 0 = none is. */
    private volatile long writingSinceNs;
    /** Of this turn, on both clocks. */
    private long nowNs;

    private long wallMs;

    /**
     * Opens the file. A server is looked for in the first pass: what is to be served need not wait for it.
     *
     * @param log one that is on
     * @param onTrouble told of failures to write, on the writer's thread, and as often as they happen
     * @throws IOException it cannot be opened
     */
    public AccessWriter(AccessLog log, EndWords words, Clock clock, Consumer<Throwable> onTrouble) throws IOException {
        this.target = LogTarget.of(log, clock, onTrouble);
        this.clock = clock;
        this.onTrouble = onTrouble;
        this.selection = log.selection();
        this.words = words;
        layout = RecordLayout.of(log);
        record = new AccessRecord(layout);
        format = LineFormat.of(log, words, lines);
        thread.setDaemon(true); // a write may block forever, as that to a pipe whose reader is stuck
    }

    /** What is written to is a pipe or a device: it may take nothing for as long as it likes. */
    public static boolean mayBlock(Path path) {
        return AccessFile.isNoFile(path);
    }

    /**
     * For one more loop, before {@link #start}.
     *
     * @param capacity records, a power of two
     */
    public AccessRing addRing(int capacity) {
        final RecordFilter filter = RecordFilter.of(selection, words, layout, System.nanoTime());
        final AccessRing ring = new AccessRing(layout, filter, capacity, () -> LockSupport.unpark(thread));
        rings.add(ring);
        return ring;
    }

    public void start() {
        thread.start();
    }

    /**
     * After the loops have ended: writes what is left, closes the file and waits for that. A write that takes longer is
     * broken off. Any thread.
     *
     * @return false when lines are lost for that
     */
    public boolean stop(int withinMs) throws InterruptedException {
        isStopping = true;
        LockSupport.unpark(thread);
        thread.join(withinMs);
        if (!thread.isAlive()) {
            return true;
        }
        isGivenUp = true;
        thread.interrupt(); // closes the channel under the write
        thread.join(GIVE_UP_MS);
        return false;
    }

    /** Closes the file and opens what its name leads to now; soon. Any thread. */
    public void reopen() {
        isToReopen = true;
        LockSupport.unpark(thread);
    }

    /** How long the write that is under way has been so; 0 = none is. Any thread. */
    public long writingForNs() {
        final long sinceNs = writingSinceNs;
        return sinceNs == 0 ? 0 : clock.nowNs() - sinceNs;
    }

    /** Instead of {@link #start}. */
    public void close() {
        target.close();
    }

    private void run() {
        while (!isStopping) {
            LockSupport.parkNanos(turn() > 0 ? PAUSE_UNDER_LOAD_NS : PAUSE_NS);
        }
        turn();
        loseAll();
        target.close();
    }

    /**
     * One pass: writes what is there and answers how many records that were. A failure, ours included, costs the lines
     * in memory, unless there is a connection that will be made again.
     */
    int turn() {
        int count = 0;
        try {
            prepare();
            if (target.isReady()) {
                flush(); // what a connection that broke has left
                nowNs = clock.nowNs();
                wallMs = clock.wallMs();
                for (AccessRing ring : rings) {
                    count += drain(ring);
                }
                flush();
            }
        } catch (OutOfMemoryError e) {
            throw e; // no failure to write, and not to be contained
        } catch (Throwable e) {
            if (!isGivenUp) {
                onTrouble.accept(e);
            }
            if (target.isReady()) {
                lose();
            }
        }
        return count;
    }

    private void prepare() throws IOException {
        if (isToReopen) {
            isToReopen = false;
            target.reopen();
        } else {
            target.prepare();
        }
    }

    /** At most a whole ring, so that the other loops get their turn. */
    private int drain(AccessRing ring) throws IOException {
        int count = 0;
        while (count < ring.capacity() && ring.poll(record)) {
            count++;
            final long agoNs = nowNs - record.get(AccessRecord.Value.END_NS);
            format.write(record, wallMs - agoNs / 1_000_000);
            if (lines.isFull()) {
                flush();
            }
        }
        return count;
    }

    private void flush() throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        final ByteBuffer content = lines.content();
        writingSinceNs = clock.nowNs() | 1; // 0 means none
        try {
            countLost(target.write(content));
        } finally {
            writingSinceNs = 0;
            lines.keepFrom(content.position());
            if (target.isReady()) {
                lose();
            }
        }
    }

    /** The lines in memory. */
    private void lose() {
        final ByteBuffer unwritten = lines.content();
        long count = 0;
        while (unwritten.hasRemaining()) {
            count += unwritten.get() == '\n' ? 1 : 0;
        }
        lines.clear();
        countLost(count);
    }

    private void countLost(long count) {
        linesLost.setOpaque(linesLost.getPlain() + count);
    }

    /** At the end: nobody will take them. */
    private void loseAll() {
        lose();
        for (AccessRing ring : rings) {
            while (ring.poll(record)) {
                countLost(1);
            }
        }
    }

    /** Lines that could not be written. Any thread. */
    public long linesLost() {
        return linesLost.getOpaque();
    }
}
