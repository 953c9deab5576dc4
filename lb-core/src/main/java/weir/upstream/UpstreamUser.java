package weir.upstream;

import weir.model.ExchangeEnd;
import weir.net.Transport;

/** Who uses an upstream connection at the moment. Thread: owning loop only. */
public interface UpstreamUser {
    /** Of the client on whose behalf the connection is used; the same for all that it asks for. */
    Transport clientTransport();

    /** What is sent may be sent again elsewhere, should the connection turn out to be closed. */
    default boolean maySendAgain() {
        return true;
    }

    /** The connection is established and nothing has been sent on it. */
    void onUpstreamConnected();

    /** The connection could not be established and has let go of its user. */
    void onUpstreamConnectFailed(ExchangeEnd end);

    void onUpstreamReadable();

    /**
     * What the connection has to say was there before it was taken from the pool, so it answers nobody's request: FIN,
     * or stray bytes.
     */
    void onUpstreamStale();

    void onUpstreamWritable();

    /** The deadline set with {@link UpstreamConnection#setDeadline} has passed. */
    void onUpstreamTimeout();

    /** A bug of ours; the connection has been closed. */
    void onUpstreamFault();
}
