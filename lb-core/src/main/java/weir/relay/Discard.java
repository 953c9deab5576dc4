package weir.relay;

/**
 * The moment for which a tunnel's side is read whose bytes go nowhere any more. It has all that the other one had to
 * say, and its end, so it should end, too; a reset now might eat what it has not read yet (RFC 9112 §9.6). Thread:
 * owning loop only.
 */
record Discard(long sinceNs) {
    /** For so long. */
    static final int MS = 2_000;

    long leftMs(long nowNs) {
        return Math.max(0, MS - (nowNs - sinceNs) / 1_000_000);
    }
}
