package weir.model;

/**
 * Time limits towards a backend, in milliseconds.
 *
 * @param connectMs until the connection is established
 * @param responseMs from the last byte of the request until the response head is complete (504)
 * @param bodyMs without a byte of the response body
 */
public record PoolTimeouts(int connectMs, int responseMs, int bodyMs) {
    public static final Range CONNECT_RANGE = new Range("connect", 1, 60_000);
    public static final Range RESPONSE_RANGE = new Range("response", 1, 3_600_000);
    public static final Range BODY_RANGE = new Range("body", 1, 86_400_000);

    public static final PoolTimeouts DEFAULTS = new PoolTimeouts(1_000, 30_000, 300_000);

    public PoolTimeouts {
        CONNECT_RANGE.check(connectMs);
        RESPONSE_RANGE.check(responseMs);
        BODY_RANGE.check(bodyMs);
    }
}
