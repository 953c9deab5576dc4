package weir.ingress;

import java.io.IOException;
import weir.net.Acceptor;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.net.tls.Engines;
import weir.net.tls.TlsClients;
import weir.net.tls.TlsLoop;
import weir.snapshot.Snapshot;
import weir.stats.ListenerTally;

/**
 * One listener with TLS. Stands before the listener of whatever is spoken there, which gets each connection when its
 * handshake is done. Thread: owning loop only, except where a method says otherwise.
 */
public final class SecuredListener implements ListenerView {
    private final ListenerView spoken;
    private final TlsClients clients;

    /** @param handshakeMs how long a handshake may take */
    public SecuredListener(TlsLoop tls, Engines engines, int handshakeMs, ListenerView spoken) {
        this.spoken = spoken;
        clients = new TlsClients(tls, engines, spoken, handshakeMs);
    }

    @Override
    public void apply(Snapshot next) {
        spoken.apply(next);
    }

    @Override
    public void setAcceptor(Acceptor acceptor) {
        clients.setAcceptor(acceptor);
        spoken.setAcceptor(acceptor);
    }

    @Override
    public boolean makeRoom() {
        return spoken.makeRoom();
    }

    @Override
    public IoHandler accept(Transport transport) throws IOException {
        return clients.accept(transport);
    }

    /** Under way. Any thread. */
    public int handshakes() {
        return clients.handshakes();
    }

    @Override
    public ListenerTally tally() {
        return spoken.tally();
    }
}
