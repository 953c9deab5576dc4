package weir.model;

import weir.model.RetryPolicy.Condition;

/**
 * How an exchange may end. One constant decides the status the client gets, whom to blame, the word in bodies, logs and
 * metrics, and on which condition another try is worth it.
 */
public enum ExchangeEnd {
    SERVED("served", 0, Blame.NOBODY, null),
    /** The request was refused; the parser's fault names why. */
    REFUSED("refused", 400, Blame.CLIENT, null),
    /** A proxy that must begin with a PROXY header has begun with something else. */
    PROXY_HEADER_MISSING("proxy_header_missing", 0, Blame.CLIENT, null),
    PROXY_HEADER_MALFORMED("proxy_header_malformed", 0, Blame.CLIENT, null),
    PROXY_HEADER_TOO_LONG("proxy_header_too_long", 0, Blame.CLIENT, null),
    PROXY_HEADER_CHECKSUM("proxy_header_checksum", 0, Blame.CLIENT, null),
    PROXY_HEADER_TIMEOUT("proxy_header_timeout", 0, Blame.CLIENT, null),
    /** Where the route goes by the server that a TLS client asks for: it does not speak TLS. */
    TLS_HELLO_MISSING("tls_hello_missing", 0, Blame.CLIENT, null),
    TLS_HELLO_MALFORMED("tls_hello_malformed", 0, Blame.CLIENT, null),
    TLS_HELLO_TOO_LARGE("tls_hello_too_large", 0, Blame.CLIENT, null),
    TLS_HELLO_TIMEOUT("tls_hello_timeout", 0, Blame.CLIENT, null),
    NO_ROUTE("no_route", 404, Blame.CLIENT, null),
    /** The client, or whose request it was, has made as many as a rate limit allows. */
    RATE_LIMITED("rate_limited", 429, Blame.CLIENT, null),
    /** An operator has put the listener into maintenance. */
    MAINTENANCE("maintenance", 503, Blame.OPERATOR, null),
    /** The client's network may not come in. */
    DENIED("denied", 403, Blame.CLIENT, null),
    HEAD_TIMEOUT("head_timeout", 408, Blame.CLIENT, null),
    BODY_TIMEOUT("body_timeout", 408, Blame.CLIENT, null),
    /** The client went away, or took no byte of the response for too long. */
    CLIENT_GONE("client_gone", 0, Blame.CLIENT, null),
    CLIENT_STALLED("client_stalled", 0, Blame.CLIENT, null),
    /**
     * Buffers were scarce, and this client had kept one longest: with a head that did not go on, or bytes that it did
     * not take.
     */
    CLIENT_EVICTED("client_evicted", 408, Blame.CLIENT, null),
    /** The client sent its request, or took its response, more slowly than the listener's minimum rate. */
    CLIENT_TOO_SLOW("client_too_slow", 408, Blame.CLIENT, null),
    NO_BACKEND("no_healthy_backend", 503, Blame.OPERATOR, null),
    /** All backends are full, and so is the line before them. */
    QUEUE_FULL("queue_full", 503, Blame.OPERATOR, null),
    /** No backend had room in time. */
    QUEUE_TIMEOUT("queue_timeout", 503, Blame.OPERATOR, null),
    /** Backends are there, but a circuit breaker leaves them alone for the moment. */
    BREAKER_OPEN("breaker_open", 503, Blame.OPERATOR, null),
    /** An own algorithm threw, or picked what must not be picked. */
    PICKER_FAULT("picker_fault", 500, Blame.OPERATOR, null),
    NO_DESCRIPTOR("no_descriptor_left", 503, Blame.OPERATOR, null),
    NO_LOCAL_PORT("no_local_port_left", 503, Blame.OPERATOR, null),
    /** The kernel has none for another socket. */
    NO_MEMORY("no_memory_left", 503, Blame.OPERATOR, null),
    /** In time there was no buffer to read the request or the response into. */
    NO_BUFFER("no_buffer_left", 503, Blame.OPERATOR, null),
    CONNECT_REFUSED("upstream_connect_refused", 502, Blame.UPSTREAM, Condition.CONNECT_FAILURE),
    CONNECT_FAILED("upstream_connect_failed", 502, Blame.UPSTREAM, Condition.CONNECT_FAILURE),
    CONNECT_TIMEOUT("upstream_connect_timeout", 504, Blame.UPSTREAM, Condition.CONNECT_FAILURE),
    /** There was a connection, but no TLS on it: no common version, or a certificate that is not good enough. */
    TLS_FAILED("upstream_tls_failed", 502, Blame.UPSTREAM, Condition.CONNECT_FAILURE),
    /** A kept-alive connection ended before a byte of the response. */
    STALE_CONNECTION("upstream_connection_stale", 502, Blame.UPSTREAM, Condition.STALE_CONNECTION),
    /** A new connection ended before a byte of the response. */
    EMPTY_RESPONSE("upstream_closed_without_response", 502, Blame.UPSTREAM, Condition.EMPTY_RESPONSE),
    /** The exchange had not ended in the time that its route gives it in all. */
    TOTAL_TIMEOUT("total_timeout", 504, Blame.OPERATOR, null),
    RESPONSE_TIMEOUT("upstream_response_timeout", 504, Blame.UPSTREAM, Condition.TIMEOUT),
    /** The connection ended within the response head. */
    RESPONSE_HEAD_CUT("upstream_response_head_cut", 502, Blame.UPSTREAM, null),
    RESPONSE_MALFORMED("upstream_response_malformed", 502, Blame.UPSTREAM, null),
    /**
     * The connection ended within the body; the client's is closed so that it cannot take the response for complete.
     */
    RESPONSE_CUT("upstream_response_cut", 0, Blame.UPSTREAM, null),
    RESPONSE_STALLED("upstream_response_stalled", 0, Blame.UPSTREAM, null),
    /** An upgraded connection has ended, or was idle for too long. */
    TUNNEL_CLOSED("tunnel_closed", 0, Blame.NOBODY, null),
    /** No byte went either way for too long, where a listener knows no HTTP. */
    TUNNEL_IDLE("tunnel_idle", 0, Blame.NOBODY, null),
    /**
     * Weir stopped, and ended a connection that carried bytes without meaning, in a silence after the backend's last
     * words.
     */
    TUNNEL_DRAINED("tunnel_drained", 0, Blame.NOBODY, null),
    /** The backend has reset a connection that carried bytes without meaning; the client's was reset too. */
    UPSTREAM_RESET("upstream_reset", 0, Blame.UPSTREAM, null),
    /** Weir stopped, and the time for running exchanges was up. */
    STOPPED("stopped", 0, Blame.OPERATOR, null),
    INTERNAL("internal_error", 500, Blame.US, null);

    /** Whose fault it was. */
    public enum Blame {
        NOBODY,
        CLIENT,
        UPSTREAM,
        OPERATOR,
        US
    }

    private final String word;
    private final int status;
    private final Blame blame;
    private final Condition retryOn;

    ExchangeEnd(String word, int status, Blame blame, Condition retryOn) {
        this.word = word;
        this.status = status;
        this.blame = blame;
        this.retryOn = retryOn;
    }

    public String word() {
        return word;
    }

    /** What the client gets if nothing of a response was sent yet; 0 = nothing, its connection is closed. */
    public int status() {
        return status;
    }

    public Blame blame() {
        return blame;
    }

    /** The retry condition that this end fulfils, or null. */
    public Condition retryOn() {
        return retryOn;
    }
}
