package weir.relay;

/**
 * How one tunnel ends while Weir stops, as its {@link Relay} goes by it.
 *
 * <pre>
 *   WAITING --its turn, WebSocket--> CLOSING --a frame ends--> TOLD --the client has answered--> CLOSED
 *      |                                                          CLOSED --peers have ended, or a second--> (ended)
 *      '------its turn, other bytes--> LISTENING --silence, after the backend has spoken--> (ended)
 * </pre>
 *
 * <p>Where bytes have no meaning, silence is all that there is to go by: the less time is left, the less of it is
 * enough. Made when the stop begins, so that other tunnels hold none. Thread: owning loop only.
 */
final class TunnelShutdown {
    enum Stage {
        WAITING,
        /** The client is to get a close frame. */
        CLOSING,
        /** It is on its way, and the answer is waited for until the time for stopping is up. */
        TOLD,
        /** Both sides have sent a close frame. */
        CLOSED,
        LISTENING
    }

    /** Of the time left, what a tunnel must be silent for: 5 s when the stop begins, if that may take 30 s. */
    private static final int SILENCE_SHARE = 6;

    private static final long SILENCE_NS_MIN = 10_000_000;
    /** Of the whole time, when clients are told of the end that the backend owes an answer. */
    private static final int LAST_SHARE = 30;
    /** Until a close frame is tried again for which there was no buffer. */
    private static final long RETRY_NS = 100_000_000;

    private static final long CLOSED_NS = 1_000_000_000;

    private final Drain drain;
    private final long turnNs;
    private Stage stage = Stage.WAITING;

    TunnelShutdown(Drain drain, long nowNs) {
        this.drain = drain;
        turnNs = drain.takeTurnNs(nowNs);
    }

    Stage stage() {
        return stage;
    }

    void become(Stage next) {
        stage = next;
    }

    boolean isTurn(long nowNs) {
        return turnNs - nowNs <= 0;
    }

    /** After so long without an event there is something to do. */
    long timeoutNs(long nowNs) {
        return switch (stage) {
            case WAITING -> Math.max(0, turnNs - nowNs);
            case CLOSING -> RETRY_NS;
            case TOLD -> Long.MAX_VALUE;
            case CLOSED -> CLOSED_NS;
            case LISTENING -> Math.max(SILENCE_NS_MIN, drain.leftNs(nowNs) / SILENCE_SHARE);
        };
    }

    /** A client that waits for an answer now will hardly get one in time. */
    boolean isLate(long nowNs) {
        return drain.leftNs(nowNs) <= drain.withinNs() / LAST_SHARE;
    }
}
