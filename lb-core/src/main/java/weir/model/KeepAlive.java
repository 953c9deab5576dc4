package weir.model;

/**
 * How many unused connections to a backend are kept, and for how long.
 *
 * @param idleMs an unused connection is closed after this time; keep it below the backend's own limit
 * @param connectionsMax unused connections per backend and loop; 0 = a new connection for each request
 */
public record KeepAlive(int idleMs, int connectionsMax) {
    public static final Range IDLE_RANGE = new Range("idle", 1, 86_400_000);
    public static final Range CONNECTIONS_RANGE = new Range("connections", 0, 1_000_000);

    public static final KeepAlive DEFAULTS = new KeepAlive(60_000, 1_024);

    public KeepAlive {
        IDLE_RANGE.check(idleMs);
        CONNECTIONS_RANGE.check(connectionsMax);
    }
}
