package weir.exchange;

import weir.http.BodyReader;

/**
 * How a client learns where its response ends, and whether its connection carries another one after it. Decided once,
 * when the final head is there; it stays true until the response is sent.
 */
public enum Delivery {
    /** By its length or its chunks, as they came; another request may follow. */
    KEPT(true, false, false),
    /** By its length or its chunks, as they came; it is the last one. */
    LAST(false, false, false),
    /** By chunks that Weir makes, as only the end of the backend's connection ends it; another request may follow. */
    KEPT_IN_CHUNKS(true, true, false),
    /** By chunks that Weir makes; it is the last one. */
    LAST_IN_CHUNKS(false, true, false),
    /** By the end of the connection: the client knows no chunks, and nobody knows a length. */
    UNTIL_CLOSE(false, false, true);

    private final boolean keepsClient;
    private final boolean isInChunks;
    private final boolean endsByClose;

    Delivery(boolean keepsClient, boolean isInChunks, boolean endsByClose) {
        this.keepsClient = keepsClient;
        this.isInChunks = isInChunks;
        this.endsByClose = endsByClose;
    }

    /** Of a response whose length is known from the start. */
    static Delivery whole(boolean mayKeep) {
        return mayKeep ? KEPT : LAST;
    }

    /**
     * Of a backend's response.
     *
     * @param bodyBytes its framing there, as {@link BodyReader#begin} takes it
     * @param toHttp10 the client knows no chunks
     * @param mayKeep the client may send another request if it can tell where this response ends
     */
    public static Delivery of(long bodyBytes, boolean toHttp10, boolean mayKeep) {
        if (toHttp10 && bodyBytes < 0) {
            return UNTIL_CLOSE;
        }
        if (bodyBytes == BodyReader.UNTIL_CLOSE) {
            return mayKeep ? KEPT_IN_CHUNKS : LAST_IN_CHUNKS;
        }
        return whole(mayKeep);
    }

    /** The client's connection may carry another response. */
    boolean keepsClient() {
        return keepsClient;
    }

    /** The body is put into chunks here. */
    boolean isInChunks() {
        return isInChunks;
    }

    /** The client learns the end from its connection's end. */
    boolean endsByClose() {
        return endsByClose;
    }
}
