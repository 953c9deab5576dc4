package weir.app;

import java.util.Optional;
import weir.accesslog.RecordLayout;
import weir.admin.AdminServer;
import weir.buf.BufferStock;
import weir.exchange.LoopView;
import weir.http1.Http1Listener;
import weir.model.AccessLog;
import weir.model.Configuration;
import weir.net.tls.TlsLoop;
import weir.relay.RelayBuffer;

/**
 * What each loop may have of the JVM's direct memory, as a sum:
 *
 * <pre>
 *   one buffer   = front (what is added to a head) + the largest head a listener takes + tail (a chunk's end)
 *   room         = the JVM's limit - a 16th of it - what is not for relaying: {@link #otherBytes}
 *   all buffers  = the configuration's "buffers", which must be within the room; or half of the limit, but at most 1 GiB and the room
 *   large ones   = an eighth of all, but at most {@link #LARGE_STOCK_MAX} per loop; bodies that flow get them, as long as there are any ({@link RelayBuffer})
 *   small ones   = a quarter of all, of {@link BufferStock#SMALL_BYTES}, but at most {@link #SMALL_STOCK_MAX} per loop; little that rests moves there
 *   with TLS     = as many again, of {@link TlsLoop#BUFFER_BYTES}, for clients, and as many for backends: whoever has a buffer of the one kind may need one of the other
 *   per loop     = what the large and the small ones leave / loops / one buffer (with TLS one of each kind), and at least {@link #STOCK_MIN}
 * </pre>
 *
 * <p>The sum is what makes the stock real: all that is direct in this process is in it, so a buffer of the stock can be
 * made whenever it is needed, and it is only made then. To make all of it at the start would cost an idle Weir a
 * gigabyte, as {@code allocateDirect} writes to each page. What an embedding application uses itself is not in the sum;
 * where that leaves too little, the stock ends where the memory does.
 *
 * <p>A client holds an ordinary one while it sends a request, and one while it takes a response; a small one while its
 * request waits for a backend or its response, and may be repeated; idle ones hold none.
 *
 * @param probeStock buffers for checks, and as many for their TLS
 * @param accessRecords that each loop's ring to the access log has room for, a power of two
 * @param note what the user should know of the sum, if anything
 */
record BufferBudget(
        int bufferBytes,
        int stockPerLoop,
        int smallStockPerLoop,
        int largeStockPerLoop,
        int probeStock,
        int accessRecords,
        Optional<String> note) {
    static final int PROBE_BUFFER_BYTES = 16 * 1024;

    private static final long AUTO_BYTES_MAX = 1L << 30;
    private static final int STOCK_MIN = 16;
    private static final int STOCK_MAX = 1 << 20;
    private static final int SMALL_SHARE = 4;
    private static final int SMALL_STOCK_MAX = 1 << 16;
    private static final int LARGE_SHARE = 8;
    private static final int LARGE_STOCK_MAX = 256;

    /** Of the limit: for what is small, or made by the JDK. */
    private static final int SPARE_SHARE = 16;
    /** Checks, and records for the log, get at most so much of the limit. */
    private static final int SIDE_SHARE = 32;

    private static final int PROBE_BUFFERS_MIN = 8, PROBE_BUFFERS_MAX = 1024;
    /** 4 MiB, and 20 ms of 200,000 requests per second. */
    private static final int ACCESS_RECORDS_MAX = 1 << 12;

    private static final int ACCESS_RECORDS_MIN = 1 << 8;

    /**
     * The JDK copies what is written from the heap into a buffer of its own, one for each thread and as large as the
     * largest write: TLS records of the JDK's engine in loops, at most 64 KiB of an admin response, and little from the
     * others.
     */
    private static final int JDK_BYTES_PER_LOOP = 64 * 1024;
    /** The access log's thread writes up to 256 KiB at once. */
    private static final int JDK_BYTES_OF_OTHERS = 512 * 1024;

    /**
     * @throws StartFailure the JVM grants less than is asked for, or than it takes to begin
     */
    static BufferBudget of(Configuration configuration) throws StartFailure {
        return of(configuration, DirectMemory.ofThisJvm());
    }

    static BufferBudget of(Configuration configuration, DirectMemory memory) throws StartFailure {
        final int bufferBytes =
                RelayBuffer.bufferBytes(LoopView.headBytesMax(configuration)) + configuration.policyBytesMax();
        final int tlsBytes = TlsSetup.isUsed(configuration) ? TlsLoop.BUFFER_BYTES : 0;
        final int eachBytes = bufferBytes + TlsSetup.sides(configuration) * TlsLoop.BUFFER_BYTES;
        final int loops = configuration.loops();
        final long side = memory.limitBytes() / SIDE_SHARE;
        final int probeStock =
                (int) clamp(side / (PROBE_BUFFER_BYTES + tlsBytes), PROBE_BUFFERS_MIN, PROBE_BUFFERS_MAX);
        final int accessRecords = accessRecords(configuration.accessLog(), side / loops);
        final long room = memory.limitBytes()
                - memory.limitBytes() / SPARE_SHARE
                - otherBytes(configuration, tlsBytes, probeStock, accessRecords);
        final long least = (long) loops * STOCK_MIN * eachBytes;
        if (room < least) {
            throw new StartFailure("too little direct memory: " + mebibytes(memory.limitBytes()) + " ("
                    + memory.origin()
                    + "), but " + loops + " loops and what else there is need "
                    + mebibytes((memory.limitBytes() - room + least) * SPARE_SHARE / (SPARE_SHARE - 1) + (1 << 20)));
        }
        final long asked = configuration.bufferBytesMax();
        if (asked > Math.max(room, least)) {
            throw new StartFailure(
                    "buffers",
                    "found " + mebibytes(asked) + ", but the JVM's direct memory is "
                            + mebibytes(memory.limitBytes()) + " (" + memory.origin() + "), accepted: auto, or at most "
                            + mebibytes(room));
        }
        final long auto = Math.min(AUTO_BYTES_MAX, Math.min(memory.limitBytes() / 2, room));
        final long perLoop = (asked > 0 ? asked : auto) / loops;
        final int largeStock = bufferBytes < RelayBuffer.LARGE_BUFFER_BYTES
                ? (int) Math.min(LARGE_STOCK_MAX, perLoop / LARGE_SHARE / RelayBuffer.LARGE_BUFFER_BYTES)
                : 0;
        final int smallStock = bufferBytes > 2 * BufferStock.SMALL_BYTES
                ? (int) clamp(
                        Math.min(perLoop / SMALL_SHARE, perLoop - (long) STOCK_MIN * eachBytes)
                                / BufferStock.SMALL_BYTES,
                        0,
                        SMALL_STOCK_MAX)
                : 0;
        final long rest = perLoop
                - (long) largeStock * RelayBuffer.LARGE_BUFFER_BYTES
                - (long) smallStock * BufferStock.SMALL_BYTES;
        return new BufferBudget(
                bufferBytes,
                (int) clamp(rest / eachBytes, STOCK_MIN, STOCK_MAX),
                smallStock,
                largeStock,
                probeStock,
                accessRecords,
                asked == 0 ? note(auto, memory) : Optional.empty());
    }

    /** All that is direct in this process and not for relaying, when all of it is there. */
    private static long otherBytes(Configuration configuration, int tlsBytes, int probeStock, int accessRecords) {
        final long perListener = configuration.listeners().stream()
                .mapToLong(Http1Listener::ownBytes)
                .sum();
        final long perLoop = LoopView.OWN_BYTES
                + perListener
                + (tlsBytes == 0 ? 0 : TlsLoop.OWN_BYTES)
                + accessLogBytes(configuration, accessRecords)
                + JDK_BYTES_PER_LOOP;
        final long probe =
                (long) probeStock * (PROBE_BUFFER_BYTES + tlsBytes) + (tlsBytes == 0 ? 0 : TlsLoop.OWN_BYTES);
        final long admin = configuration.admin().isOn() ? AdminServer.BUFFER_BYTES : 0;
        return perLoop * configuration.loops() + probe + admin + JDK_BYTES_OF_OTHERS;
    }

    private static int accessRecords(AccessLog log, long bytes) throws StartFailure {
        final int max =
                Integer.highestOneBit(Integer.MAX_VALUE / RecordLayout.of(log).bytes());
        if (log.queue() > max) {
            throw new StartFailure(
                    "log.queue",
                    "found " + log.queue() + ", but a record of this log has "
                            + RecordLayout.of(log).bytes()
                            + " bytes, and a queue at most 2 GiB, accepted: auto, or at most "
                            + max);
        }
        return log.queue() == AccessLog.AUTO
                ? (int) Long.highestOneBit(
                        clamp(bytes / RecordLayout.of(log).bytes(), ACCESS_RECORDS_MIN, ACCESS_RECORDS_MAX))
                : Integer.highestOneBit(2 * log.queue() - 1);
    }

    private static long accessLogBytes(Configuration configuration, int accessRecords) {
        return configuration.accessLog().isOn()
                ? (long) accessRecords
                        * RecordLayout.of(configuration.accessLog()).bytes()
                : 0;
    }

    /** Where a limit of its own leaves less than the heap's would have. */
    private static Optional<String> note(long auto, DirectMemory memory) {
        final long byHeap = Math.min(AUTO_BYTES_MAX, Runtime.getRuntime().maxMemory() / 2);
        return memory.isSet() && auto < byHeap
                ? Optional.of("buffers: auto is " + mebibytes(auto) + ", as direct memory is "
                        + mebibytes(memory.limitBytes()) + " (" + memory.origin() + ")")
                : Optional.empty();
    }

    private static long clamp(long value, long min, long max) {
        return Math.max(min, Math.min(max, value));
    }

    private static String mebibytes(long bytes) {
        return Math.max(0, bytes >> 20) + "MiB";
    }
}
