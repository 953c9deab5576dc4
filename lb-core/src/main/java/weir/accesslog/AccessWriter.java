package weir.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import weir.time.Clock;

/**
 * Writes the access log: takes the records out of all loops' rings, turns each into a line, and appends the lines to the file in large pieces.
 *
 * <p>A file that cannot be written (the disk is full) costs lines, which are counted, and nothing else. The lines of one loop are in the order in which the
 * exchanges ended; those of several are not.
 *
 * <p>Thread: made, and its rings too, by the one that starts; then {@code log}, or a test that turns by hand. {@link #linesLost} and {@link #stop}: any.
 */
public final class AccessWriter {
    /** Records wait for so long when there is little to do; a ring that fills up sooner wakes the writer. */
    private static final long PAUSE_NS = 50_000_000;

    private static final long PAUSE_UNDER_LOAD_NS = 5_000_000;

    private final AccessFile file;
    private final Clock clock;
    private final Consumer<Throwable> onTrouble;
    private final List<AccessRing> rings = new ArrayList<>();
    private final AccessRecord record = new AccessRecord();
    private final Lines lines = new Lines();
    private final AccessLine line;
    private final Fields fields;
    private final AtomicLong linesLost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "log");
    private volatile boolean isStopping;
    /** Of this turn, on both clocks. */
    private long nowNs;

    private long wallMs;

    /**
     * Opens the file.
     *
     * @param onTrouble told of failures to write, on the writer's thread, and as often as they happen
     * @throws IOException it cannot be opened
     */
    public AccessWriter(Path path, boolean isJson, EndWords words, Clock clock, Consumer<Throwable> onTrouble)
            throws IOException {
        this.file = new AccessFile(path, clock);
        this.clock = clock;
        this.onTrouble = onTrouble;
        line = new AccessLine(words);
        fields = isJson ? new JsonFields(lines) : new TextFields(lines);
    }

    /**
     * For one more loop, before {@link #start}.
     *
     * @param capacity records, a power of two
     */
    public AccessRing addRing(int capacity) {
        final AccessRing ring = new AccessRing(capacity, () -> LockSupport.unpark(thread));
        rings.add(ring);
        return ring;
    }

    public void start() {
        thread.start();
    }

    /** After the loops have ended: writes what is left, closes the file and waits for that. */
    public void stop() throws InterruptedException {
        isStopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    /** Instead of {@link #start}. */
    public void close() {
        file.close();
    }

    private void run() {
        while (!isStopping) {
            LockSupport.parkNanos(turn() > 0 ? PAUSE_UNDER_LOAD_NS : PAUSE_NS);
        }
        turn();
        file.close();
    }

    /** One pass: writes what is there and answers how many records that were. A failure, ours included, costs the lines in memory. */
    int turn() {
        int count = 0;
        try {
            file.followRotation();
            nowNs = clock.nowNs();
            wallMs = clock.wallMs();
            for (AccessRing ring : rings) {
                count += drain(ring);
            }
            flush();
        } catch (OutOfMemoryError e) {
            throw e; // no failure to write, and not to be contained
        } catch (Throwable e) {
            onTrouble.accept(e);
            countLost(lines.content());
            lines.clear();
        }
        return count;
    }

    /** At most a whole ring, so that the other loops get their turn. */
    private int drain(AccessRing ring) throws IOException {
        int count = 0;
        while (count < ring.capacity() && ring.poll(record)) {
            count++;
            final long agoNs = nowNs - record.get(AccessRecord.Value.END_NS);
            line.write(record, wallMs - agoNs / 1_000_000, fields);
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
        try {
            file.write(content);
        } finally {
            lines.clear();
            countLost(content);
        }
    }

    private void countLost(ByteBuffer unwritten) {
        long count = 0;
        while (unwritten.hasRemaining()) {
            count += unwritten.get() == '\n' ? 1 : 0;
        }
        linesLost.setOpaque(linesLost.getPlain() + count);
    }

    /** Lines that could not be written. Any thread. */
    public long linesLost() {
        return linesLost.getOpaque();
    }
}
