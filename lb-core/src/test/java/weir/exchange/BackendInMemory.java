package weir.exchange;

import weir.model.ExchangeEnd;
import weir.net.Transport;
import weir.relay.RelayBuffer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamPool;
import weir.upstream.Upstreams;

/** A backend's stream without a connection, one of as many as there may be. */
final class BackendInMemory extends UpstreamStream {
    private final StringBuilder got = new StringBuilder();
    private Exchange exchange;
    private ResponseInMemory response;
    private String next = "";
    private boolean isOpen;
    private boolean takesNothing;
    private String fate = "";
    private int uses;

    /** The request. */
    String got() {
        return got.toString();
    }

    /** How the last attempt has left this. */
    String fate() {
        return fate;
    }

    boolean isIdle() {
        return !isOpen;
    }

    /** There are connections, but nobody at their other end. */
    void takesNothing() {
        takesNothing = true;
    }

    /** A whole response; empty = it ends without one. */
    void sends(String whole) {
        next = whole;
        exchange.onUpstreamReadable();
    }

    private void become(boolean open, String how) {
        isOpen = open;
        fate = how;
        uses++;
    }

    @Override
    protected void serve(Exchange of) {
        exchange = of;
    }

    @Override
    protected ResponseSource newResponse(
            LoopView view, ExchangeLogEntry note, RelayBuffer bytes, RelayBuffer.Reader owner) {
        response = new ResponseInMemory(this, bytes);
        return response;
    }

    /** Once. */
    String takeNext() {
        final String taken = next;
        next = "";
        return taken;
    }

    @Override
    protected boolean take(UpstreamPool from, TiedConnections tied) {
        got.setLength(0);
        become(!takesNothing, "");
        return isOpen;
    }

    @Override
    protected ExchangeEnd connect(UpstreamPool to) {
        got.setLength(0);
        become(true, "");
        return takesNothing ? ExchangeEnd.CONNECT_FAILED : null;
    }

    @Override
    protected void tie() {
        throw new IllegalStateException("nobody has logged in");
    }

    @Override
    protected void close() {
        become(false, "closed");
    }

    @Override
    protected void reset() {
        close();
    }

    @Override
    protected void giveUp(boolean isUsable, boolean mustRest) {
        become(false, isUsable ? "given back" : "closed");
    }

    @Override
    protected void giveBack(boolean isUsable, int status, boolean mustRest, ClientStream client, Upstreams of) {
        giveUp(isUsable, mustRest);
    }

    @Override
    protected int write(RelayBuffer from) {
        return StreamInMemory.write(from, got);
    }

    @Override
    protected void awaitRoom() {}

    @Override
    protected void endAwaitingRoom() {}

    @Override
    protected void stopReading() {}

    @Override
    protected void resumeReading() {}

    @Override
    protected void readSoon() {
        exchange.onUpstreamReadable();
    }

    @Override
    protected void keepRoom() {}

    @Override
    protected void letGoOfRoom() {}

    @Override
    protected void setDeadline(int ms) {}

    @Override
    protected void clearDeadline() {}

    @Override
    protected boolean isOpen() {
        return isOpen;
    }

    @Override
    protected boolean isConnected() {
        return isOpen;
    }

    @Override
    protected int uses() {
        return uses;
    }

    @Override
    protected boolean isTied() {
        return false;
    }

    @Override
    protected boolean isInHandshake() {
        return false;
    }

    @Override
    protected boolean isReused() {
        return true;
    }

    @Override
    protected int backend() {
        return 0;
    }

    @Override
    protected Transport transport() {
        return null;
    }
}
