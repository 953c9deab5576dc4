package weir.ingress;

import java.io.IOException;
import weir.exchange.LoopView;
import weir.net.Acceptor;
import weir.net.Client;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.net.tls.Engines;
import weir.net.tls.TlsClients;
import weir.net.tls.TlsLoop;
import weir.stats.ListenerTally;

/**
 * One listener with TLS. Stands before the listener of whatever is spoken there, which gets each connection when its handshake is done. Thread: owning loop
 * only, except where a method says otherwise.
 */
public final class SecuredListener implements ListenerView {
    private final ListenerView spoken;
    private final TlsClients clients;

    /** @param handshakeMs how long a handshake may take */
    public SecuredListener(LoopView view, TlsLoop tls, Engines engines, int handshakeMs, ListenerView spoken) {
        this.spoken = spoken;
        clients = new TlsClients(tls, engines, new Secured(view, spoken), handshakeMs);
    }

    /** Those whose handshake is done. One that was under way when Weir began to stop must learn of that. */
    private record Secured(LoopView view, ListenerView spoken) implements Acceptor.Clients {
        @Override
        public IoHandler newClient() {
            return spoken.newClient();
        }

        @Override
        public void onAccepted(IoHandler client, Transport transport) throws IOException {
            spoken.onAccepted(client, transport);
            if (view.isDraining()) {
                ((Client) client).drain();
            }
        }
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
    public IoHandler newClient() {
        return clients.newClient();
    }

    @Override
    public void onAccepted(IoHandler client, Transport transport) throws IOException {
        clients.onAccepted(client, transport);
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
