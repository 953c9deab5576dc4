package weir.template;

import static weir.template.Moment.END;
import static weir.template.Moment.PICK;
import static weir.template.Moment.REQUEST;
import static weir.template.Moment.RESPONSE;

import java.util.Locale;

/** What may stand between braces; docs/HEADERS.md says what each of them is. */
public enum Placeholder {
    CLIENT(REQUEST, 45),
    CLIENT_PORT(REQUEST, 5),
    HOST(REQUEST, 261),
    PATH(REQUEST, 2048),
    QUERY(REQUEST, 2048),
    PATH_AND_QUERY(REQUEST, 2048),
    SCHEME(REQUEST, 16),
    METHOD(REQUEST, 32),
    REQUEST_ID(REQUEST, 64),
    ROUTE(REQUEST, 128),
    POOL(REQUEST, 64),
    BACKEND(PICK, 256),
    BACKEND_ADDRESS(PICK, 261),
    STATUS(RESPONSE, 3),
    TIMING(RESPONSE, 128),
    /** When the exchange ended, in UTC; {@code time_local} as the common log format has it. */
    TIME(END, 24),
    TIME_LOCAL(END, 26),
    /** How it ended. */
    END_WORD(END, 64),
    LISTENER(END, 64),
    /** Of the response's content, and of the request's. */
    BYTES(END, 20),
    REQUEST_BYTES(END, 20),
    /** Milliseconds from the first byte of the request to the end. */
    DURATION(END, 24),
    RETRIES(END, 20),
    TLS_VERSION(REQUEST, 16),
    TLS_CIPHER(REQUEST, 64),
    TLS_SNI(REQUEST, 255),
    TLS_SUBJECT(REQUEST, 512),
    /** Of the request, by its name. */
    HEADER(REQUEST, 1024),
    /** Likewise. */
    COOKIE(REQUEST, 1024);

    private final Moment from;
    private final int bytesMax;

    Placeholder(Moment from, int bytesMax) {
        this.from = from;
        this.bytesMax = bytesMax;
    }

    /** In the file. */
    public String word() {
        return this == END_WORD ? "end" : name().toLowerCase(Locale.ROOT);
    }

    /** It is followed by a colon and a name: {@code {header:X-Tenant}}. */
    public boolean isNamed() {
        return this == HEADER || this == COOKIE;
    }

    /** From when on it is known. */
    public Moment from() {
        return from;
    }

    /**
     * It stands in the request's head or follows from it, and would be lost with that; all others an exchange can still
     * tell at its end.
     */
    public boolean isOfRequestHead() {
        return switch (this) {
            case CLIENT, HOST, PATH, QUERY, PATH_AND_QUERY, SCHEME, METHOD, HEADER, COOKIE -> true;
            case CLIENT_PORT, REQUEST_ID, ROUTE, POOL, BACKEND, BACKEND_ADDRESS, STATUS, TIMING -> false;
            case TLS_VERSION, TLS_CIPHER, TLS_SNI, TLS_SUBJECT -> false;
            case TIME, TIME_LOCAL, END_WORD, LISTENER, BYTES, REQUEST_BYTES, DURATION, RETRIES -> false;
        };
    }

    /** It is a part of a target, and written as one. */
    boolean isOfTarget() {
        return this == PATH || this == QUERY || this == PATH_AND_QUERY;
    }

    /** A longer value is cut. */
    public int bytesMax() {
        return bytesMax;
    }
}
