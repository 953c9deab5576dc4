package weir.model;

/**
 * Time limits towards a client, in milliseconds.
 *
 * @param headMs from the first byte of a request until its head is complete, however the bytes trickle in (408)
 * @param bodyMs without progress: no byte of the request body came, or no byte of the response could be written
 * @param idleMs between two requests on a kept-alive connection
 * @param tunnelMs without a byte either way after an upgrade
 * @param lingerMs how long a closing connection still reads, so that a reset cannot eat the last response
 * @param minRate how slow it may be within these
 */
public record ListenerTimeouts(int headMs, int bodyMs, int idleMs, int tunnelMs, int lingerMs, MinRate minRate) {
    public static final Range HEAD_RANGE = new Range("head", 1, 3_600_000);
    public static final Range BODY_RANGE = new Range("body", 1, 3_600_000);
    public static final Range IDLE_RANGE = new Range("idle", 1, 86_400_000);
    public static final Range TUNNEL_RANGE = new Range("tunnel", 1, 604_800_000);
    public static final Range LINGER_RANGE = new Range("linger", 0, 60_000);

    public static final ListenerTimeouts DEFAULTS = new ListenerTimeouts(10_000, 30_000, 75_000, 3_600_000, 2_000);

    public ListenerTimeouts {
        HEAD_RANGE.check(headMs);
        BODY_RANGE.check(bodyMs);
        IDLE_RANGE.check(idleMs);
        TUNNEL_RANGE.check(tunnelMs);
        LINGER_RANGE.check(lingerMs);
        Given.one("min-rate", minRate);
    }

    /** With the default rate. */
    public ListenerTimeouts(int headMs, int bodyMs, int idleMs, int tunnelMs, int lingerMs) {
        this(headMs, bodyMs, idleMs, tunnelMs, lingerMs, MinRate.DEFAULTS);
    }

    public ListenerTimeouts withMinRate(MinRate rate) {
        return new ListenerTimeouts(headMs, bodyMs, idleMs, tunnelMs, lingerMs, rate);
    }
}
