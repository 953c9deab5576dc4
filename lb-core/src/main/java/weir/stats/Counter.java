package weir.stats;

/** What a loop counts. The word is a stable identifier for logs and metrics. */
public enum Counter {
    CONNECTIONS_ACCEPTED("connections_accepted"),
    CONNECTIONS_CLOSED("connections_closed"),
    /** Accepting stopped for a while because the process had no descriptor left for another client. */
    ACCEPT_PAUSES("accept_pauses"),
    /** Accepting stopped for a moment because the listener had as many clients as it may. */
    ACCEPT_HOLDS("accept_holds"),
    /** Clients that were closed at once, as their network may not come in. */
    CONNECTIONS_DENIED("connections_denied"),
    /** Clients that were closed at once, as they had as many connections as one may. */
    CONNECTIONS_OVER_CLIENT_LIMIT("connections_over_client_limit"),
    /** Clients that were closed while idle, so that others could come in though descriptors are scarce. */
    IDLE_EVICTIONS("idle_evictions"),
    TLS_HANDSHAKES("tls_handshakes"),
    /** Of the handshakes, those that went on with an earlier session. */
    TLS_RESUMPTIONS("tls_resumptions"),
    TLS_HANDSHAKE_TIMEOUTS("tls_handshake_timeouts"),
    /** Peers that left before their handshake was complete. */
    TLS_HANDSHAKE_CUTS("tls_handshake_cuts"),
    /** Plain HTTP on a listener with TLS. */
    TLS_PLAIN_HTTP("tls_plain_http"),
    /** Anything else there that is no TLS. */
    TLS_GARBAGE("tls_garbage"),
    /** Handshakes without a common version, cipher suite, group or signature. */
    TLS_NOTHING_IN_COMMON("tls_nothing_in_common"),
    TLS_NO_APPLICATION_PROTOCOL("tls_no_application_protocol"),
    /** Peers without a certificate, or with one that is not good enough. */
    TLS_PEER_CERTIFICATES_REFUSED("tls_peer_certificates_refused"),
    /** Fatal alerts of peers. */
    TLS_REFUSED_BY_PEER("tls_refused_by_peer"),
    TLS_BAD_HANDSHAKES("tls_bad_handshakes"),
    TLS_BROKEN_RECORDS("tls_broken_records"),
    /** Connections whose peer was too slow with the rest of a record, or kept a buffer that others needed. */
    TLS_RECORDS_STUCK("tls_records_stuck"),
    TLS_RENEGOTIATIONS("tls_renegotiations"),
    /** Connections whose end came without the message that announces it (close_notify). */
    TLS_TRUNCATIONS("tls_truncations"),
    /** Connections that were closed because bytes already read had no buffer to stay in. */
    TLS_NO_BUFFER("tls_no_buffer"),
    TLS_ENGINE_FAULTS("tls_engine_faults"),
    /** Steps of handshakes that were put off to the next turn, as this one had its share. */
    TLS_HANDSHAKE_WAITS("tls_handshake_waits"),
    REQUESTS("requests"),
    /** Exchanges that ended with a response from a backend, whatever its status. */
    SERVED("served"),
    /** Exchanges that ended otherwise; {@code weir.model.ExchangeEnd} names how. */
    FAILED("failed"),
    /** Requests that were refused before a backend was picked. */
    REFUSED("refused"),
    RETRIES("retries"),
    /** Requests that were led to a backend because their client sticks to it. */
    STICKY_HITS("sticky_hits"),
    /** Requests to a pool with stickiness that say nothing about where they belong. */
    STICKY_MISSES("sticky_misses"),
    /** Requests whose backend was not available, or has failed before it answered; another one got them. */
    STICKY_BROKEN("sticky_broken"),
    /** Requests with a cookie of Weir's name that leads nowhere. */
    STICKY_INVALID("sticky_invalid"),
    /** Exchanges that had to wait because all backends were full. */
    QUEUED("queued"),
    /** Clients that went away while they waited so. */
    QUEUE_ABANDONED("queue_abandoned"),
    /** Retries that there was a reason and an attempt for, but no budget. */
    RETRIES_OVER_BUDGET("retries_over_budget"),
    /** Requests that went to another pool than that of their route, or got its fixed response. */
    FALLBACKS("fallbacks"),
    /** Times that a circuit breaker has opened; in shadow mode, too. */
    BREAKER_OPENINGS("breaker_openings"),
    /** Times that a circuit breaker has closed again. */
    BREAKER_CLOSINGS("breaker_closings"),
    /** Attempts that a circuit breaker would have stopped if it were not in shadow mode. */
    BREAKER_SHADOWED("breaker_shadowed"),
    /**
     * Messages that broke the grammar in a way that is put up with: one for each of {@code weir.http.Tolerance}, in its
     * order.
     */
    TOLERATED_PADDED_CHUNK_SIZE("tolerated_padded_chunk_size"),
    TOLERATED_BARE_LF("tolerated_bare_lf"),
    TOLERATED_EQUAL_CONTENT_LENGTHS("tolerated_equal_content_lengths"),
    TOLERATED_LENGTH_WITH_CHUNKED("tolerated_length_with_chunked"),
    TOLERATED_CONTROL_BYTES("tolerated_control_bytes"),
    TOLERATED_UTF8_TARGET("tolerated_utf8_target"),
    UPSTREAM_CONNECTS("upstream_connects"),
    UPSTREAM_CONNECT_FAILURES("upstream_connect_failures"),
    UPSTREAM_REUSES("upstream_reuses"),
    /** Reading was put off because the stock of buffers was used up. */
    BUFFER_WAITS("buffer_waits"),
    /** Requests that lost the bytes for another try, as others needed the buffer. */
    REPLAYS_GIVEN_UP("replays_given_up"),
    /** Turns that kept other connections waiting for longer than {@code EventLoop.STALL_NS}. */
    STALLS("stalls"),
    /** Failures caught by the barrier: bugs of ours. */
    FAULTS("faults"),
    /** What own algorithms have done wrong. */
    PICKER_FAULTS("picker_faults"),
    /** Commands or outcomes that did not fit into a full queue. */
    QUEUE_OVERFLOWS("queue_overflows"),
    /** Lines of the access log that its thread was too slow for. */
    LOG_DROPS("log_drops"),
    HEALTH_CHECKS("health_checks"),
    HEALTH_CHECK_FAILURES("health_check_failures"),
    /** Checks whose body should have had a weight and had none, or a wrong one. */
    HEALTH_WEIGHTS_IGNORED("health_weights_ignored"),
    /** Backends left out for a while because requests failed or were slow. */
    EJECTIONS("ejections"),
    /** Ejections that a rule in shadow mode would have brought. */
    EJECTIONS_SHADOWED("ejections_shadowed"),
    /** Ejections that did not happen because too few backends would have been left. */
    EJECTIONS_SPARED("ejections_spared"),
    /** Times a pool had so few backends up that all were used. */
    PANICS("panics"),
    /** Times another thread had to wake this loop out of its wait. */
    WAKEUPS("wakeups"),
    TURNS("turns");

    private final String word;

    Counter(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
