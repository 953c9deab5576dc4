package weir.net.tls;

import weir.net.Transport;

/**
 * A service that is spoken to with TLS. Thread: owning loop only.
 *
 * @param loop what its connections share with others of the loop
 * @param engines in client mode
 */
public record TlsPeer(TlsLoop loop, Engines engines) {
    /**
     * Begins TLS on an established connection, on which nothing of it was said before.
     *
     * @param owner told of the end, perhaps before this returns, and {@link TlsTransport#attach attaches} who has the events then
     * @return what is to be closed in the meantime instead of {@code under}
     */
    public TlsTransport secure(Transport under, TlsTransport.Owner owner, int timeoutMs) {
        final TlsEvents events = new TlsEvents();
        under.interest(TlsTransport.READ);
        under.handTo(events);
        final TlsTransport secured = new TlsTransport(loop, engines, under, events, true);
        secured.start(owner, timeoutMs);
        return secured;
    }
}
