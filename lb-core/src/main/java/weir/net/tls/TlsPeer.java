package weir.net.tls;

import java.io.IOException;
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
     * @param owner told of the end, perhaps before this returns, and {@link TlsTransport#attach attaches} who has the
     *     events then
     * @return what is to be closed in the meantime instead of {@code under}
     * @throws IOException when the process lacks something for that, as {@link weir.net.LocalExhaustion#of} tells from
     *     the message; {@code under} is as before
     */
    public TlsTransport secure(Transport under, TlsTransport.Owner owner, int timeoutMs) throws IOException {
        final TlsEvents events = new TlsEvents(null);
        final TlsTransport secured = new TlsTransport(loop, engines, under, events, true);
        under.interest(TlsTransport.READ);
        under.setHandler(events);
        secured.start(owner, timeoutMs);
        return secured;
    }
}
