package weir.app;

import weir.model.Configuration;
import weir.model.ListenerLimits;
import weir.snapshot.Limits;

/**
 * How many clients the heap bears, as a sum:
 *
 * <pre>
 *   rate limits  = their keys, which must be within half of (the heap's limit - what Weir itself takes)
 *   connections  = 3/4 of (the heap's limit - what Weir itself takes - rate limits) / bytes of a busy connection
 * </pre>
 *
 * <p>Measured by {@code jcmd GC.class_histogram} with 4,000 connections and OpenJDK 17: 1,150 bytes while a client has
 * sent nothing, 1,450 idle after a request, 4,780 with a request under way, its connection to the backend included, and
 * 4,990 without HTTP. TLS adds 1,100 (Conscrypt) or 5,740 bytes (JDK) on each side. All may become busy, so it is the
 * busy one that counts, and a quarter is left to the collector.
 *
 * @param connectionsMax for all listeners together that say {@code limits.connections: auto}
 */
record HeapBudget(int connectionsMax) {
    /** Live after the start: 5 MiB. The young generation must turn somewhere, too. */
    private static final long OWN_BYTES = 12 << 20;

    private static final int BYTES_PER_CONNECTION = 6 * 1024;
    private static final int TLS_BYTES_PER_CONNECTION = 12 * 1024;
    private static final int CONNECTIONS_MIN = 64;
    private static final int CONNECTIONS_MAX = 1_000_000;
    /** Fewer would surprise. */
    private static final int CONNECTIONS_USUAL = 10_000;

    static HeapBudget of(Configuration configuration) {
        return of(configuration, Runtime.getRuntime().maxMemory());
    }

    static HeapBudget of(Configuration configuration, long heapBytes) {
        final int each = BYTES_PER_CONNECTION + (TlsSetup.isUsed(configuration) ? TLS_BYTES_PER_CONNECTION : 0);
        final long count = (heapBytes - OWN_BYTES - Limits.bytes(configuration)) / 4 * 3 / each;
        return new HeapBudget((int) Math.max(CONNECTIONS_MIN, Math.min(count, CONNECTIONS_MAX)));
    }

    static void checkLimits(Configuration configuration) throws StartFailure {
        checkLimits(configuration, Runtime.getRuntime().maxMemory());
    }

    /** All tables are made at the start: what does not fit would be an OutOfMemoryError then. */
    static void checkLimits(Configuration configuration, long heapBytes) throws StartFailure {
        final long bytes = Limits.bytes(configuration);
        final long room = Math.max(0, heapBytes - OWN_BYTES) / 2;
        if (bytes > room) {
            throw new StartFailure("too little heap: the keys of all rate-limits together need "
                    + ((bytes >> 20) + 1) + "MiB, and may have " + (room >> 20) + "MiB, half of what -Xmx leaves; lower"
                    + " their keys, or raise -Xmx");
        }
    }

    /** The user may want to know. */
    boolean isTight(Configuration configuration) {
        return connectionsMax < CONNECTIONS_USUAL
                && configuration.listeners().stream()
                        .anyMatch(listener -> listener.limits().connectionsMax() == ListenerLimits.CONNECTIONS_AUTO);
    }
}
