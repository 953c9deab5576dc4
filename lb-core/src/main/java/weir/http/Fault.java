package weir.http;

/**
 * Why a message was refused. The word is a stable identifier for bodies, logs and metrics; the status is what a client
 * gets when the message was its request. A refused response is always a 502.
 */
public enum Fault {
    BAD_REQUEST_LINE("bad_request_line", 400), // RFC 9112 §3
    BAD_METHOD("bad_method", 400), // RFC 9110 §9.1
    METHOD_TOO_LONG("method_too_long", 501), // RFC 9112 §3
    CONNECT_REFUSED("connect_method_refused", 501), // RFC 9110 §9.3.6: not a tunnel to anywhere
    BAD_TARGET("bad_target", 400), // RFC 9112 §3.2
    AMBIGUOUS_PATH("ambiguous_path", 400), // RFC 3986 §6.2.2, §7.3: servers differ about which path it is
    TARGET_TOO_LONG("target_too_long", 414), // RFC 9112 §3
    BAD_VERSION("bad_version", 400), // RFC 9112 §2.3
    UNSUPPORTED_VERSION("unsupported_version", 505), // RFC 9110 §15.6.6
    BAD_STATUS_LINE("bad_status_line", 502), // RFC 9112 §4
    BAD_FIELD_NAME("bad_field_name", 400), // RFC 9112 §5
    SPACE_BEFORE_COLON("space_before_colon", 400), // RFC 9112 §5.1
    OBSOLETE_FOLD("obsolete_fold", 400), // RFC 9112 §5.2
    BAD_FIELD_VALUE("bad_field_value", 400), // RFC 9110 §5.5
    BARE_CR("bare_cr", 400), // RFC 9112 §2.2
    BARE_LF("bare_lf", 400), // RFC 9112 §2.2
    HEAD_TOO_LARGE("head_too_large", 431), // RFC 6585 §5
    TOO_MANY_FIELDS("too_many_fields", 431), // RFC 6585 §5
    HOST_MISSING("host_missing", 400), // RFC 9112 §3.2
    HOST_REPEATED("host_repeated", 400), // RFC 9112 §3.2
    BAD_HOST("bad_host", 400), // RFC 9112 §3.2
    HOST_CONFLICT("host_conflict", 400), // RFC 9112 §3.2.2: target and Host name different authorities
    BAD_CONTENT_LENGTH("bad_content_length", 400), // RFC 9112 §6.3
    CONTENT_LENGTH_REPEATED("content_length_repeated", 400), // RFC 9110 §8.6
    BODY_TOO_LARGE("body_too_large", 413), // RFC 9110 §15.5.14
    BAD_TRANSFER_ENCODING("bad_transfer_encoding", 400), // RFC 9112 §6.1
    UNKNOWN_TRANSFER_ENCODING("unknown_transfer_encoding", 501), // RFC 9112 §6.1
    TRANSFER_ENCODING_AND_LENGTH("transfer_encoding_and_length", 400), // RFC 9112 §6.1
    TRANSFER_ENCODING_IN_HTTP_1_0("transfer_encoding_in_http_1_0", 400), // RFC 9112 §6.1
    BAD_EXPECTATION("bad_expectation", 417), // RFC 9110 §10.1.1
    BAD_CHUNK("bad_chunk", 400), // RFC 9112 §7.1
    BAD_TRAILER("bad_trailer", 400), // RFC 9112 §7.1.2
    CHUNK_OVERHEAD("chunk_overhead", 400), // far more framing than content: CVE-2023-39326
    UNEXPECTED_UPGRADE("unexpected_upgrade", 502); // RFC 9110 §15.2.2: a 101 nobody asked for

    private final String word;
    private final int status;

    Fault(String word, int status) {
        this.word = word;
        this.status = status;
    }

    public String word() {
        return word;
    }

    public int status() {
        return status;
    }
}
