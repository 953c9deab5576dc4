package weir.exchange;

import weir.model.ListenerTimeouts;
import weir.model.MinRate;

/**
 * The time that a client has left for what it owes: bytes of a body, or room for those of a response.
 *
 * <pre>
 *   left = min-rate.after + bytes moved / min-rate.per-second - time owed, and never more than timeouts.body beyond that
 * </pre>
 *
 * <p>It only runs while {@link #owes} was the last word, so not while a backend pauses or Weir does not read. It rides
 * on the timer that the client has anyway: whoever sets that takes the lesser of its own time and what is left here.
 * Nothing of it is touched by a request that arrives whole and a response that is taken whole. Thread: owning loop
 * only.
 */
final class Pace {
    private static final long UNLIMITED_NS = 1L << 62;

    private final long graceNs;
    private final long nsPerByte;
    private final long mostNs;
    private long leftNs;
    private long sinceNs;
    private boolean isOwing;

    Pace(ListenerTimeouts timeouts) {
        final MinRate rate = timeouts.minRate();
        graceNs = rate.isOn() ? rate.afterMs() * 1_000_000L : UNLIMITED_NS;
        nsPerByte = rate.isOn() ? 1_000_000_000L / rate.bytesPerSecond() : 0;
        mostNs = Math.max(graceNs, timeouts.bodyMs() * 1_000_000L);
    }

    /** Anew, with so many bytes moved already. */
    void begin(long bytes) {
        leftNs = graceNs;
        isOwing = false;
        credit(bytes);
    }

    private void credit(long bytes) {
        final long roomNs = mostNs - leftNs;
        leftNs += nsPerByte == 0 || bytes > roomNs / nsPerByte ? roomNs : bytes * nsPerByte;
    }

    /**
     * It is the client's turn, from now on if it was not before. Returns the time it has left, which may be negative.
     */
    long owes(long nowNs) {
        if (!isOwing) {
            isOwing = true;
            sinceNs = nowNs;
        }
        return leftNs - (nowNs - sinceNs);
    }

    /** It is not the client's turn any more. */
    void rests(long nowNs) {
        if (isOwing) {
            isOwing = false;
            leftNs -= nowNs - sinceNs;
        }
    }

    /** So many bytes have moved. */
    void took(long bytes, long nowNs) {
        rests(nowNs);
        credit(bytes);
    }

    /** What is left to a client that has owed for so long from the beginning, and moved so many bytes. */
    long leftNs(long bytes, long owedNs) {
        return nsPerByte == 0 ? UNLIMITED_NS : graceNs + bytes * nsPerByte - owedNs;
    }
}
