package weir.http1;

import weir.exchange.ClientStream;
import weir.exchange.Exchange;
import weir.exchange.ExchangeLogEntry;
import weir.exchange.LoopView;
import weir.exchange.ResponseSource;
import weir.exchange.UpstreamStream;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.relay.RelayBuffer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamConnection;
import weir.upstream.UpstreamPool;
import weir.upstream.UpstreamUser;
import weir.upstream.Upstreams;

/**
 * A connection to a backend, for as long as an attempt lasts: taken from a pool or opened, then given back or closed.
 *
 * <p>Reused with its exchange. Thread: owning loop only.
 */
final class Http1UpstreamStream extends UpstreamStream implements UpstreamUser {
    /** Null for one that is never opened. */
    private Exchange exchange;
    /** Null while there is none. */
    private UpstreamConnection connection;

    private int uses;

    @Override
    protected void serve(Exchange of) {
        exchange = of;
    }

    @Override
    protected ResponseSource newResponse(
            LoopView view, ExchangeLogEntry note, RelayBuffer bytes, RelayBuffer.Reader owner) {
        return new ResponseReader(view, note, this, bytes, owner);
    }

    // --- the beginning

    @Override
    protected boolean take(UpstreamPool from, TiedConnections tied) {
        UpstreamConnection taken = tied == null ? null : tied.take(from, this);
        if (taken == null) {
            taken = from.take(this);
        }
        become(taken);
        return taken != null;
    }

    @Override
    protected ExchangeEnd connect(UpstreamPool to) {
        become(to.create());
        return to.connect(connection, this);
    }

    private void become(UpstreamConnection next) {
        connection = next;
        uses++;
    }

    @Override
    protected void tie() {
        connection.tie();
    }

    // --- the end

    @Override
    protected void close() {
        if (connection != null) {
            leave().close();
        }
    }

    @Override
    protected void reset() {
        connection.reset();
    }

    private UpstreamConnection leave() {
        final UpstreamConnection left = connection;
        become(null);
        return left;
    }

    @Override
    protected void giveUp(boolean isUsable, boolean mustRest) {
        final UpstreamConnection used = leave();
        if (isUsable) {
            used.giveBack(mustRest);
        } else {
            used.close();
        }
    }

    @Override
    protected void giveBack(boolean isUsable, int status, boolean mustRest, ClientStream client, Upstreams of) {
        if (isUsable && connection.isTied()) {
            final UpstreamConnection used = leave();
            used.onTiedResponse(status);
            client.tie(used, of, mustRest);
        } else {
            giveUp(isUsable, mustRest);
        }
    }

    // --- bytes

    @Override
    protected int write(RelayBuffer from) {
        return from.write(connection.transport());
    }

    @Override
    protected void awaitRoom() {
        connection.transport().want(IoHandler.WRITE);
    }

    @Override
    protected void endAwaitingRoom() {
        connection.transport().unwant(IoHandler.WRITE);
    }

    @Override
    protected void stopReading() {
        connection.transport().unwant(IoHandler.READ);
    }

    @Override
    protected void resumeReading() {
        connection.transport().want(IoHandler.READ);
    }

    @Override
    protected void readSoon() {
        exchange.view().loop().dispatch(connection, IoHandler.READ);
    }

    @Override
    protected void keepRoom() {
        connection.transport().keepRoom();
    }

    @Override
    protected void letGoOfRoom() {
        connection.transport().letGoOfRoom();
    }

    // --- time

    @Override
    protected void setDeadline(int ms) {
        connection.setDeadline(ms);
    }

    @Override
    protected void clearDeadline() {
        if (connection != null) {
            connection.clearDeadline();
        }
    }

    // --- events

    @Override
    public Transport clientTransport() {
        return exchange.clientTransport();
    }

    @Override
    public boolean maySendAgain() {
        return exchange.maySendAgain();
    }

    @Override
    public void onUpstreamConnected() {
        exchange.onUpstreamConnected();
    }

    @Override
    public void onUpstreamConnectFailed(ExchangeEnd end) {
        exchange.onUpstreamConnectFailed(end);
    }

    @Override
    public void onUpstreamReadable() {
        exchange.onUpstreamReadable();
    }

    @Override
    public void onUpstreamStale() {
        exchange.onUpstreamStale();
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
        become(null);
        exchange.onUpstreamFault();
    }

    // --- what others ask

    @Override
    protected boolean isOpen() {
        return connection != null;
    }

    @Override
    protected boolean isConnected() {
        return connection != null && connection.isConnected();
    }

    @Override
    protected int uses() {
        return uses;
    }

    @Override
    protected boolean isTied() {
        return connection.isTied();
    }

    @Override
    protected boolean isInHandshake() {
        return connection.isInHandshake();
    }

    @Override
    protected boolean isReused() {
        return connection.isReused();
    }

    @Override
    protected int backend() {
        return connection.backend();
    }

    @Override
    protected Transport transport() {
        return connection.transport();
    }

    /** As {@link UpstreamConnection#isSilent}. */
    boolean isSilent() {
        return connection.isSilent();
    }
}
