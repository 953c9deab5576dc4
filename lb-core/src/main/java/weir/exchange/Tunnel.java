package weir.exchange;

import weir.model.ExchangeEnd;
import weir.relay.Relay;

/**
 * What an exchange becomes when its backend has switched protocols: bytes both ways, until one side ends. After an
 * upgrade only, so nothing of it is there for plain requests. Thread: owning loop only.
 */
final class Tunnel implements Relay.Owner {
    private final Exchange exchange;
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final Relay relay;

    Tunnel(Exchange exchange) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.upstream = exchange.upstream();
        this.relay = new Relay(
                exchange.view().relayTools(),
                this,
                client.transport(),
                exchange.request().bytes(),
                exchange.response().bytes());
    }

    /** @param framesFrom as for {@link Exchange#becomeTunnel} */
    void start(int framesFrom) {
        if (framesFrom != ResponseHeads.NO_FRAMES) {
            relay.followFrames(framesFrom);
        }
        upstream.clearDeadline();
        after(relay.start(upstream.transport()));
    }

    void release() {
        relay.release();
    }

    // --- events

    void onClientReadable() {
        after(relay.onClientReadable());
    }

    void onClientWritable() {
        after(relay.onClientWritable());
    }

    /** While it is not read. */
    void onClientBroken() {
        after(relay.onClientBroken());
    }

    void onUpstreamReadable() {
        after(relay.onUpstreamReadable());
    }

    void onUpstreamWritable() {
        after(relay.onUpstreamWritable());
    }

    void onTimer() {
        after(relay.onTimer());
    }

    /** Weir is about to stop. */
    void drain() {
        relay.drain();
        after(Relay.State.RUNNING);
    }

    // --- ends

    /** Weir stops now. */
    void sayGoodbye() {
        relay.sayGoodbye();
    }

    /** A side that was reset has the other one reset, as it would have been without Weir between them. */
    private void after(Relay.State state) {
        switch (state) {
            case RUNNING -> client.setTimer(relay.patienceMs(client.timeouts().tunnelMs()));
            case ENDED -> close();
            case IDLE -> leave(ExchangeEnd.TUNNEL_CLOSED);
            case SILENT -> leave(ExchangeEnd.TUNNEL_DRAINED);
            case CLIENT_BROKEN -> {
                upstream.reset();
                close();
            }
            case UPSTREAM_BROKEN -> {
                end(ExchangeEnd.TUNNEL_CLOSED);
                client.reset();
            }
        }
    }

    private void end(ExchangeEnd end) {
        exchange.ending().count(end);
        exchange.attempts().drop();
    }

    private void close() {
        end(ExchangeEnd.TUNNEL_CLOSED);
        client.close();
    }

    /**
     * The client does not know of it yet, and may be sending: what it was sent last, a close frame included, shall
     * arrive.
     */
    private void leave(ExchangeEnd end) {
        end(end);
        client.linger();
    }

    @Override
    public void onEvicted(ExchangeEnd end) {
        exchange.ending().count(end);
        upstream.reset(); // neither side has said that it ends
        exchange.attempts().drop();
        client.reset();
    }

    /** Something of what the backend has said since it switched has gone to the client. */
    boolean hasReachedClient() {
        return relay.hasReachedClient();
    }
}
