package weir.admin;

/**
 * Every metric there is. Names are stable; docs/METRICS.md has a row for each.
 *
 * <p>A counter's name stands without the {@code _total} that the text format adds.
 */
enum Metric {
    BUILD("weir_build", Kind.INFO, "The version of Weir and of Java.", "version", "java"),
    UPTIME("weir_uptime_seconds", Kind.GAUGE, "Since the JVM's start."),
    LIVE("weir_live", Kind.GAUGE, "1 while every loop turns."),
    READY("weir_ready", Kind.GAUGE, "1 while requests should be sent here."),

    CONNECTIONS("weir_connections", Kind.GAUGE, "Open client connections.", "listener"),
    CONNECTIONS_ACCEPTED("weir_connections_accepted", Kind.COUNTER, "Client connections.", "listener"),
    MAINTENANCE("weir_listener_maintenance", Kind.GAUGE, "1 while the listener is in maintenance.", "listener"),
    REQUESTS(
            "weir_requests",
            Kind.COUNTER,
            "Exchanges by the class of the status that the client got.",
            "listener",
            "status"),
    ENDS("weir_exchange_ends", Kind.COUNTER, "Exchanges by how they ended.", "end"),
    REFUSALS("weir_refusals", Kind.COUNTER, "Refused messages by what was wrong with them.", "fault"),
    RATE_LIMITS(
            "weir_rate_limits",
            Kind.COUNTER,
            "Requests by what a rate limit has said of them.",
            "where",
            "limit",
            "verdict"),
    EVENTS("weir_events", Kind.COUNTER, "What rules and watchers did, by a word of its own.", "event"),
    RETRIES("weir_retries", Kind.COUNTER, "Requests that were sent once more."),

    TLS_EXPIRY(
            "weir_tls_certificate_expiry_seconds",
            Kind.GAUGE,
            "When a certificate ends, as Unix time.",
            "listener",
            "certificate"),
    TLS_RELOADS("weir_tls_reloads", Kind.COUNTER, "Times changed certificate files were read.", "listener", "result"),

    POOL_USABLE("weir_pool_usable_backends", Kind.GAUGE, "Backends that get new requests.", "pool"),
    BACKEND_UP("weir_backend_up", Kind.GAUGE, "1 while checks and requests speak for it.", "pool", "backend"),
    BACKEND_USABLE("weir_backend_usable", Kind.GAUGE, "1 while it gets new requests.", "pool", "backend"),
    BACKEND_WEIGHT(
            "weir_backend_weight",
            Kind.GAUGE,
            "Share of the requests relative to the others, at present.",
            "pool",
            "backend"),
    BACKEND_IN_FLIGHT(
            "weir_backend_in_flight", Kind.GAUGE, "Attempts that have begun and not ended.", "pool", "backend"),
    BACKEND_REQUESTS(
            "weir_backend_requests",
            Kind.COUNTER,
            "Attempts that are over, by the class of the backend's status.",
            "pool",
            "backend",
            "status"),
    BACKEND_FAILURES(
            "weir_backend_failures",
            Kind.COUNTER,
            "Attempts that the backend failed, by how.",
            "pool",
            "backend",
            "end"),
    BACKEND_RETRIES(
            "weir_backend_retries",
            Kind.COUNTER,
            "Requests that were sent once more after the backend had failed them.",
            "pool",
            "backend"),
    BACKEND_REQUEST_BYTES("weir_backend_request_content_bytes", Kind.COUNTER, "Content sent to it.", "pool", "backend"),
    BACKEND_RESPONSE_BYTES(
            "weir_backend_response_content_bytes", Kind.COUNTER, "Content received from it.", "pool", "backend"),
    BACKEND_LATENCY(
            "weir_backend_latency_seconds",
            Kind.HISTOGRAM,
            "From the pick until the head of the response was there.",
            "pool",
            "backend"),

    UPSTREAM_CONNECTS("weir_upstream_connects", Kind.COUNTER, "Connections to backends that were begun."),
    UPSTREAM_CONNECT_FAILURES("weir_upstream_connect_failures", Kind.COUNTER, "Those that were not established."),
    UPSTREAM_REUSES("weir_upstream_reuses", Kind.COUNTER, "Times a kept connection was used again."),

    LOOP_TURNS("weir_loop_turns", Kind.COUNTER, "Turns.", "loop"),
    LOOP_WAKEUPS("weir_loop_wakeups", Kind.COUNTER, "Times another thread ended its wait.", "loop"),
    LOOP_STALLS("weir_loop_stalls", Kind.COUNTER, "Turns of more than 50 ms.", "loop"),
    LOOP_CONNECTIONS("weir_loop_connections", Kind.GAUGE, "Open client connections.", "loop"),
    LOOP_BUFFERS_HELD("weir_loop_buffers_held", Kind.GAUGE, "Relay buffers in use.", "loop"),
    LOOP_BUFFERS_STOCK("weir_loop_buffers_stock", Kind.GAUGE, "Relay buffers that it may have.", "loop"),
    LOOP_SMALL_BUFFERS_HELD(
            "weir_loop_small_buffers_held", Kind.GAUGE, "Small buffers in use, for what rests.", "loop"),
    LOOP_SMALL_BUFFERS_STOCK("weir_loop_small_buffers_stock", Kind.GAUGE, "Small buffers that it may have.", "loop"),
    LOOP_LARGE_BUFFERS_HELD("weir_loop_large_buffers_held", Kind.GAUGE, "Large relay buffers in use.", "loop"),
    LOOP_LARGE_BUFFERS_STOCK(
            "weir_loop_large_buffers_stock", Kind.GAUGE, "Large relay buffers that it may have.", "loop"),
    LOOP_BUFFER_WAITS(
            "weir_loop_buffer_waits", Kind.COUNTER, "Times reading was put off for want of a buffer.", "loop"),

    IDLE_EVICTIONS(
            "weir_idle_evictions",
            Kind.COUNTER,
            "Idle clients closed for want of descriptors, so that others come in."),
    ACCEPT_PAUSES("weir_accept_pauses", Kind.COUNTER, "Times accepting paused for want of descriptors."),
    QUEUE_OVERFLOWS("weir_queue_overflows", Kind.COUNTER, "Messages between threads that met a full queue."),
    INTERNAL_FAULTS("weir_internal_faults", Kind.COUNTER, "Bugs of Weir that cost a connection."),
    LOG_DROPS("weir_access_log_drops", Kind.COUNTER, "Lines that the access log was too slow for."),
    LOG_LOST("weir_access_log_lost_lines", Kind.COUNTER, "Lines that could not be written to the access log."),

    JVM_MEMORY_USED("jvm_memory_used_bytes", Kind.GAUGE, "Memory in use.", "area"),
    JVM_MEMORY_MAX("jvm_memory_max_bytes", Kind.GAUGE, "Memory that may be used, where there is a limit.", "area"),
    JVM_BUFFERS("jvm_buffer_pool_used_bytes", Kind.GAUGE, "Memory of buffers outside the heap.", "pool"),
    JVM_GC("jvm_gc_collection_seconds", Kind.SUMMARY, "Collections and the time they took.", "gc"),
    JVM_THREADS("jvm_threads_current", Kind.GAUGE, "Threads."),
    PROCESS_CPU("process_cpu_seconds", Kind.COUNTER, "Processor time, user and system."),
    PROCESS_START("process_start_time_seconds", Kind.GAUGE, "Start of the process, as Unix time."),
    PROCESS_FDS("process_open_fds", Kind.GAUGE, "Open descriptors."),
    PROCESS_FDS_MAX("process_max_fds", Kind.GAUGE, "Descriptors that may be open.");

    enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY,
        INFO
    }

    private final String baseName;
    private final Kind kind;
    private final String help;
    private final String[] labels;

    Metric(String baseName, Kind kind, String help, String... labels) {
        this.baseName = baseName;
        this.kind = kind;
        this.help = help;
        this.labels = labels;
    }

    /** As the library wants it: without the suffix that the kind brings. */
    String baseName() {
        return baseName;
    }

    /** As it stands in a query. */
    String queryName() {
        return switch (kind) {
            case COUNTER -> baseName + "_total";
            case INFO -> baseName + "_info";
            default -> baseName;
        };
    }

    Kind kind() {
        return kind;
    }

    String help() {
        return help;
    }

    String[] labels() {
        return labels;
    }
}
