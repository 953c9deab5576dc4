package weir.http1;

import weir.model.ExchangeEnd;
import weir.net.Transport;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamConnection;
import weir.upstream.UpstreamPool;
import weir.upstream.UpstreamUser;
import weir.upstream.Upstreams;

/**
 * The backend's end of an exchange: for as long as one of its attempts lasts, a connection, which it takes from a pool
 * or has opened, and which it gives back or closes. Whatever happens there is told to the exchange.
 *
 * <p>Reused with its exchange. Thread: owning loop only.
 */
final class UpstreamStream implements UpstreamUser {
    private final Exchange exchange;
    /** Null while there is none. */
    private UpstreamConnection connection;

    UpstreamStream(Exchange exchange) {
        this.exchange = exchange;
    }

    // --- the beginning

    /**
     * Takes a connection that nobody uses.
     *
     * @param tied those that are for this client only; null = there are none
     * @return false when there is none
     */
    boolean take(UpstreamPool from, TiedConnections tied) {
        connection = tied == null ? null : tied.take(from, this);
        if (connection == null) {
            connection = from.take(this);
        }
        return connection != null;
    }

    /**
     * Opens a connection. Whether that has gone well is told later, unless it is known at once.
     *
     * @return how it has failed, or null
     */
    ExchangeEnd connect(UpstreamPool to) {
        connection = to.create();
        return to.connect(connection, this);
    }

    /** What the exchange has is for its client only from now on. */
    void tie() {
        connection.tie();
    }

    // --- the end

    /** Closes the connection, if there is one. */
    void close() {
        if (connection != null) {
            leave().close();
        }
    }

    /** Closes so that the backend sees an error. */
    void reset() {
        connection.reset();
    }

    /** Lets go of the connection, which is for the caller to close or to give back. Null when there is none. */
    UpstreamConnection leave() {
        final UpstreamConnection left = connection;
        connection = null;
        return left;
    }

    /**
     * After a whole response: lets go of the connection, for the next one who needs it if it is fit for that.
     *
     * @param isUsable it can carry another request, see {@link ResponseFlow#leavesUsable}
     * @param client who keeps it if it is tied
     */
    void giveBack(boolean isUsable, int status, boolean mayHaveStrayBody, ClientConnection client, Upstreams of) {
        final UpstreamConnection used = leave();
        if (!isUsable) {
            used.close();
        } else if (used.isTied()) {
            used.onTiedResponse(status);
            client.keep(used, of, mayHaveStrayBody);
        } else {
            used.giveBack(mayHaveStrayBody);
        }
    }

    // --- time

    void setDeadline(int ms) {
        connection.setDeadline(ms);
    }

    /** There may be no connection. */
    void clearDeadline() {
        if (connection != null) {
            connection.clearDeadline();
        }
    }

    // --- events

    @Override
    public Transport clientTransport() {
        return exchange.client().transport();
    }

    @Override
    public boolean maySendAgain() {
        return exchange.request().head().method().isIdempotent();
    }

    @Override
    public void onUpstreamConnected() {
        exchange.attempts().onConnected();
    }

    @Override
    public void onUpstreamConnectFailed(ExchangeEnd end) {
        exchange.attempts().onConnectFailed(end);
    }

    @Override
    public void onUpstreamReadable() {
        exchange.onUpstreamReadable();
    }

    @Override
    public void onUpstreamStale() {
        exchange.attempts().onFailed(ExchangeEnd.STALE_CONNECTION);
    }

    @Override
    public void onUpstreamWritable() {
        exchange.onUpstreamWritable();
    }

    @Override
    public void onUpstreamTimeout() {
        exchange.onUpstreamTimeout();
    }

    @Override
    public void onUpstreamFault() {
        connection = null;
        exchange.onUpstreamFault();
    }

    // --- what others ask

    boolean isOpen() {
        return connection != null;
    }

    boolean isConnected() {
        return connection != null && connection.isConnected();
    }

    boolean isTied() {
        return connection.isTied();
    }

    /** The backend has asked for more credentials. */
    boolean isInHandshake() {
        return connection.isInHandshake();
    }

    /** It has carried another request before. */
    boolean isReused() {
        return connection.isReused();
    }

    int backend() {
        return connection.backend();
    }

    Transport transport() {
        return connection.transport();
    }

    /** Null while there is none. */
    UpstreamConnection connection() {
        return connection;
    }
}
