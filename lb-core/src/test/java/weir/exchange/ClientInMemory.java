package weir.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.filter.ClientFacts;
import weir.filter.ClientText;
import weir.filter.ForwardedFields;
import weir.model.ListenerTimeouts;
import weir.net.Transport;
import weir.relay.RelayBuffer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamConnection;
import weir.upstream.Upstreams;

/** A client's stream without a connection, one of as many as there may be. */
final class ClientInMemory extends ClientStream implements ClientFacts {
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    private final ListenerTools listener;
    private final Exchange exchange;
    private final StringBuilder got = new StringBuilder();
    private RequestInMemory request;
    private boolean isOpen;
    private String fate = "";

    ClientInMemory(ListenerTools listener, UpstreamStream upstream) {
        this.listener = listener;
        exchange = new Exchange(listener, this, upstream);
    }

    void sends(String head) {
        isOpen = true;
        fate = "";
        got.setLength(0);
        exchange.attach();
        request.comes(head);
        exchange.onClientReadable();
    }

    Exchange exchange() {
        return exchange;
    }

    /** The response. */
    String got() {
        return got.toString();
    }

    /** What the exchange has made of the stream; empty while it has not. */
    String fate() {
        return fate;
    }

    private void end(String how) {
        fate = how;
        exchange.release();
    }

    @Override
    protected RequestSource newRequest(ExchangeLogEntry note, RelayBuffer bytes, RelayBuffer.Reader owner) {
        request = new RequestInMemory(listener.view().httpTools().headEdit(), bytes);
        return request;
    }

    @Override
    protected boolean isOpen() {
        return isOpen;
    }

    @Override
    protected void release() {
        isOpen = false;
    }

    @Override
    protected void keep() {
        end("kept");
    }

    @Override
    protected void becomeIdle() {
        end("idle");
    }

    @Override
    protected void linger() {
        end("left");
    }

    @Override
    protected void close() {
        end("closed");
    }

    @Override
    protected void reset() {
        end("reset");
    }

    @Override
    protected void onFault() {
        exchange.onClientFault();
        reset();
    }

    @Override
    protected void stopReading() {}

    @Override
    protected void resumeReading() {}

    @Override
    protected void leaveUnread() {}

    @Override
    protected void readSoon() {
        exchange.onClientReadable();
    }

    @Override
    protected boolean hasEnded() {
        return false;
    }

    @Override
    protected void handOver() {}

    @Override
    protected int write(RelayBuffer from) {
        return StreamInMemory.write(from, got);
    }

    @Override
    protected int write(ByteBuffer from) {
        final int count = from.remaining();
        got.append(StandardCharsets.US_ASCII.decode(from));
        return count;
    }

    @Override
    protected void awaitRoom() {}

    @Override
    protected void endAwaitingRoom() {}

    @Override
    protected void setTimer(int ms) {}

    @Override
    protected void setTimer(int ms, long leftNs) {}

    @Override
    protected void clearTimer() {}

    @Override
    protected ListenerTimeouts timeouts() {
        return listener.listener().timeouts();
    }

    @Override
    protected boolean isLastRequest() {
        return false;
    }

    @Override
    protected ClientFacts facts() {
        return this;
    }

    @Override
    protected TiedConnections tied() {
        return null;
    }

    @Override
    public void tie(UpstreamConnection upstream, Upstreams of, boolean mustRest) {
        throw new IllegalStateException("nobody has logged in");
    }

    @Override
    protected Transport transport() {
        return null;
    }

    @Override
    public ForwardedFields forwarded() {
        return new ForwardedFields(ADDRESS, "http", listener.listener().forwarding());
    }

    @Override
    public byte[] certificateLine() {
        return null;
    }

    @Override
    public byte[] ownAuthorityLine() {
        return null;
    }

    @Override
    public ClientText text() {
        return new ClientText(new byte[0], new byte[0], new byte[0], new byte[0], new byte[0]);
    }
}
