package weir.exchange;

import weir.relay.RelayBuffer;

/**
 * Keeps a request for another try: its bytes stay in the buffer, from the first one of the rewritten head on, until a
 * response has begun, the buffer is needed, or what was sent may not be sent twice.
 *
 * <p>Costs a position. Thread: owning loop only.
 */
final class Replay {
    private static final int NONE = -1;

    private final RelayBuffer bytes;
    /** Of the rewritten head while everything from there on is still in the buffer, else {@link #NONE}. */
    private int start = NONE;

    Replay(RelayBuffer bytes) {
        this.bytes = bytes;
    }

    /** What is to be sent now is kept, too. */
    void keep() {
        start = bytes.sendStart();
    }

    void forget() {
        start = NONE;
    }

    boolean isKept() {
        return start != NONE;
    }

    /** Where the bytes begin that are needed yet. */
    int heldFrom() {
        return isKept() ? start : bytes.sendStart();
    }

    /** All of it is to be sent again. */
    void rewind() {
        bytes.setUnsent(start, bytes.sendEnd());
    }
}
