package weir.exchange;

import weir.model.ExchangeEnd;
import weir.net.Transport;
import weir.pool.BackendSelector;
import weir.stats.Counter;

/**
 * One request and its response: finds a backend, lets the two directions flow, and decides what happens when something
 * fails.
 *
 * <pre>
 *    client --> {@link RequestFlow} --> upstream
 *    client <-- {@link ResponseFlow} <-- upstream
 *
 *    head complete --> {@link BackendAttempts} --> request flows, response flows --> {@link Ending}
 * </pre>
 *
 * <p>Borrowed from the listener with the first bytes of a request and given back when the connection is idle. Thread:
 * owning loop only.
 */
public final class Exchange {
    private enum State {
        /** The head of a request is read, or nothing of it is here. */
        HEAD,
        /** The request goes to a backend, or looks for one, and the response comes. */
        UNDER_WAY,
        /** The backend has switched protocols, and bytes are bytes. */
        TUNNEL,
        /** Nothing has begun, or the end is counted; the client may still be taking a response of Weir's own. */
        OVER;

        private boolean mayBecome(State next) {
            return switch (next) {
                case HEAD -> this == OVER;
                case UNDER_WAY -> this == HEAD;
                case TUNNEL -> this == UNDER_WAY;
                case OVER -> this != OVER;
            };
        }
    }

    private final ListenerTools listener;
    private final LoopView view;
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final RequestFlow request;
    /**
     * The listener's {@link ListenerTools#noResponse} until the first byte of one: requests that wait for it are many.
     */
    private ResponseFlow response;
    /** Made for the first response, and kept for each that follows; null before. */
    private ResponseFlow madeResponse;

    private final ExchangeLogEntry note;
    private final BackendSelector selector;
    private final BackendAttempts attempts;
    private final Ending ending;
    private State state = State.OVER;
    /** Null until the backend has switched protocols. */
    private Tunnel tunnel;

    /** It is the upstream stream's only one from now on. */
    public Exchange(ListenerTools listener, ClientStream client, UpstreamStream upstream) {
        this.listener = listener;
        this.view = listener.view();
        this.client = client;
        this.upstream = upstream;
        this.note = listener.newNote();
        this.selector = new BackendSelector(view.loop(), view.random());
        this.request = new RequestFlow(this);
        this.attempts = new BackendAttempts(this, selector);
        this.ending = new Ending(this, listener, selector);
        this.response = listener.noResponse();
        upstream.serve(this);
    }

    /** The client's stream is open, and something has come, or its time is up. */
    public void attach() {
        request.begin();
    }

    /** The first byte of a request has come, or the one before it is over. */
    void begin() {
        become(State.HEAD);
        attempts.reset();
        note.begin();
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    /** Lets go of everything, whatever has struck; the client is closing or idle. */
    public void release() {
        attempts.release();
        attempts.drop();
        if (tunnel != null) {
            tunnel.release();
            tunnel = null;
        }
        request.release();
        endResponse();
        client.release();
        endNow(); // whatever strikes from here on is no end of an exchange
        request.deadlines().release();
    }

    // --- the client's events

    public void onClientReadable() {
        if (tunnel != null) {
            tunnel.onClientReadable();
        } else if (response.isOwn()) {
            client.leaveUnread(); // until that is sent
        } else {
            request.onClientReadable();
        }
    }

    public void onClientWritable() {
        if (tunnel != null) {
            tunnel.onClientWritable();
        } else if (hasResponse()) {
            response.pump();
        }
    }

    /** While it is not read. */
    public void onClientBroken() {
        if (tunnel != null) {
            tunnel.onClientBroken();
        } else {
            request.onClientBroken();
        }
    }

    public void onClientTimeout() {
        if (tunnel != null) {
            tunnel.onTimer();
        } else {
            request.deadlines().onClientTimeout();
        }
    }

    /** Weir is about to stop; matters to a tunnel only, others end by themselves. */
    public void onDrain() {
        if (tunnel != null) {
            tunnel.drain();
        }
    }

    /** Weir stops before the exchange is over. The client's stream will be closed. */
    public void onCut() {
        ending.cut();
    }

    /** Others need what TLS keeps for this client: because it owes, or else because nobody takes what it has sent. */
    public void onClientEvicted(boolean isOwed) {
        ending.onClientEvicted(isOwed);
    }

    /** A bug of ours. The client's stream will be reset. */
    public void onClientFault() {
        ending.onClientFault();
    }

    // --- the request

    /** The request's head is complete and accepted. */
    void onRequestHead() {
        view.loop().counters().add(Counter.REQUESTS);
        become(State.UNDER_WAY);
        if (listener.routing().leadsToBackend(this) && request.rewriteHead()) {
            attempts.begin();
        }
    }

    // --- the upstream's events

    public void onUpstreamConnected() {
        attempts.onConnected();
    }

    /** There is no connection, nor will there be. */
    public void onUpstreamConnectFailed(ExchangeEnd end) {
        attempts.onConnectFailed(end);
    }

    /** What the connection has to say, or its end, was there before it was taken: it answers nobody's request. */
    public void onUpstreamStale() {
        attempts.onFailed(ExchangeEnd.STALE_CONNECTION);
    }

    /** The same for all connections that are asked for on this client's behalf. */
    public Transport clientTransport() {
        return client.transport();
    }

    /** What is sent may be sent again elsewhere, should the connection turn out to be closed. */
    public boolean maySendAgain() {
        return request.source().method().isIdempotent();
    }

    public void onUpstreamReadable() {
        if (tunnel != null) {
            tunnel.onUpstreamReadable();
        } else {
            responseNow().onUpstreamReadable();
        }
    }

    public void onUpstreamWritable() {
        if (tunnel != null) {
            tunnel.onUpstreamWritable();
        } else {
            request.pump();
        }
    }

    /** The deadline has passed. */
    public void onUpstreamTimeout() {
        request.deadlines().onUpstreamTimeout();
    }

    /** A bug of ours; the connection has been closed. */
    public void onUpstreamFault() {
        ending.onUpstreamFault();
    }

    // --- for its end

    /** The exchange is over, which happens once. False when it was before. */
    boolean endNow() {
        if (state == State.OVER) {
            return false;
        }
        become(State.OVER);
        request.deadlines().end();
        return true;
    }

    // --- pipelining

    /** Something has been received beyond the request that is over. */
    public boolean hasNext() {
        return request.source().hasBytesBehind();
    }

    /** Starts with what has been received already. */
    public void startNext() {
        endResponse();
        request.startNext();
    }

    /** A byte of a request has come. */
    public boolean hasBegun() {
        return request.source().hasBegun();
    }

    // --- upgrades

    /**
     * The backend has switched protocols; from here on bytes are bytes.
     *
     * @param framesFrom where WebSocket frames begin in the response's buffer; {@link ResponseHeads#NO_FRAMES} = bytes
     *     of another protocol do
     */
    void becomeTunnel(int framesFrom) {
        become(State.TUNNEL);
        request.deadlines().end();
        client.handOver();
        tunnel = new Tunnel(this);
        tunnel.start(framesFrom);
    }

    /** Bytes are not for the sides any more, which may be in the middle of reading. */
    public boolean isTunnel() {
        return tunnel != null;
    }

    /** Null before the backend has switched protocols. */
    Tunnel tunnel() {
        return tunnel;
    }

    // --- inside

    public LoopView view() {
        return view;
    }

    ClientStream client() {
        return client;
    }

    UpstreamStream upstream() {
        return upstream;
    }

    BackendSelector selector() {
        return selector;
    }

    BackendAttempts attempts() {
        return attempts;
    }

    Ending ending() {
        return ending;
    }

    ExchangeLogEntry note() {
        return note;
    }

    RequestFlow request() {
        return request;
    }

    /** To be asked; {@link #responseNow} for whoever has bytes of one. */
    ResponseFlow response() {
        return response;
    }

    /** The same, begun now if there was none. */
    ResponseFlow responseNow() {
        if (!hasResponse()) {
            if (madeResponse == null) {
                madeResponse = new ResponseFlow(this, listener);
            }
            response = madeResponse;
            response.begin();
        }
        return response;
    }

    private boolean hasResponse() {
        return response == madeResponse;
    }

    private void endResponse() {
        if (hasResponse()) {
            response.end();
            response = listener.noResponse();
        }
    }
}
