package weir.exchange;

/** What a read, or a look at what was read, has led to. */
public enum ResponseEvent {
    /** There is no more for now, or not enough. */
    NONE,
    /** Bytes of a head, which {@link ResponseSource#parseHead} looks at. */
    HEAD_BYTES,
    /** An interim head is complete. */
    INTERIM,
    /** A head that switches protocols is complete. */
    SWITCH,
    /** The final head is complete. */
    FINAL,
    /** More of the body. */
    BODY,
    /** {@link ResponseSource#fault} says why it is refused. */
    MALFORMED,
    /** The connection has ended before a byte of the response. */
    ENDED_EARLY,
    /** The connection has ended within the head. */
    HEAD_CUT,
    /** The connection's end is that of the body. */
    BODY_ENDED,
    /** The connection has ended within the body. */
    BODY_CUT;

    /** Something was read. */
    boolean hasBytes() {
        return this == HEAD_BYTES || this == BODY || this == MALFORMED;
    }
}
