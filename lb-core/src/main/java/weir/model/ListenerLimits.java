package weir.model;

/**
 * How much one client may send.
 *
 * @param headBytesMax request line and fields together (431), in bytes
 * @param headersMax number of field lines (431)
 * @param targetBytesMax length of the request target (414), in bytes
 * @param bodyBytesMax length of a request body (413), in bytes; {@link #UNLIMITED} = none
 * @param pipelinedMax requests in a row that are sent before the response to the one before has been read; more close
 *     the connection
 * @param requestsMax requests on one connection before it is closed
 * @param connectionsMax open client connections on all loops together; more wait in the kernel's queue;
 *     {@link #CONNECTIONS_AUTO} = as many as the heap bears, for all such listeners together
 * @param connectionsPerClientMax of one address, or of one /64 of IPv6; {@link #ANY} = no limit. More are closed
 */
public record ListenerLimits(
        int headBytesMax,
        int headersMax,
        int targetBytesMax,
        long bodyBytesMax,
        int pipelinedMax,
        int requestsMax,
        int connectionsMax,
        int connectionsPerClientMax) {
    public static final long UNLIMITED = Long.MAX_VALUE;
    public static final int CONNECTIONS_AUTO = -1;
    public static final int ANY = 0;
    public static final Range HEAD_RANGE = new Range("head", 256, 1024 * 1024);
    public static final Range HEADERS_RANGE = new Range("headers", 1, 10_000);
    public static final Range TARGET_RANGE = new Range("target", 16, 1024 * 1024);
    public static final Range BODY_RANGE = new Range("body", 0, UNLIMITED);
    public static final Range PIPELINED_RANGE = new Range("pipelined", 0, Integer.MAX_VALUE);
    public static final Range REQUESTS_RANGE = new Range("requests", 1, Integer.MAX_VALUE);
    public static final Range CONNECTIONS_RANGE = new Range("connections", 1, Integer.MAX_VALUE);
    public static final Range PER_CLIENT_RANGE = new Range("connections-per-client", 1, 1_000_000);

    public static final ListenerLimits DEFAULTS =
            new ListenerLimits(32 * 1024, 100, 16 * 1024, UNLIMITED, 1_000, 1_000_000, CONNECTIONS_AUTO);

    public ListenerLimits {
        HEAD_RANGE.check(headBytesMax);
        HEADERS_RANGE.check(headersMax);
        TARGET_RANGE.check(targetBytesMax);
        BODY_RANGE.check(bodyBytesMax);
        PIPELINED_RANGE.check(pipelinedMax);
        REQUESTS_RANGE.check(requestsMax);
        if (connectionsMax != CONNECTIONS_AUTO) {
            CONNECTIONS_RANGE.check(connectionsMax);
        }
        if (connectionsPerClientMax != ANY) {
            PER_CLIENT_RANGE.check(connectionsPerClientMax);
        }
    }

    /** Of clients only together. */
    public ListenerLimits(
            int headBytesMax,
            int headersMax,
            int targetBytesMax,
            long bodyBytesMax,
            int pipelinedMax,
            int requestsMax,
            int connectionsMax) {
        this(headBytesMax, headersMax, targetBytesMax, bodyBytesMax, pipelinedMax, requestsMax, connectionsMax, ANY);
    }
}
