package weir.net.tls;

import java.io.IOException;
import weir.net.Acceptor;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.stats.Counter;

/**
 * The clients of a listener with TLS on one loop, up to the end of their handshake: only then is there an owner for
 * them, so a client that connects without speaking TLS costs neither an exchange nor a connection to a backend. Thread:
 * owning loop only, but for {@link #handshakes}.
 */
public final class TlsClients implements Acceptor.Clients, TlsTransport.Owner {
    private final TlsLoop shared;
    private final Engines engines;
    private final Acceptor.Clients clients;
    private final int handshakeMs;
    /** Null where clients are not counted. */
    private Acceptor acceptor;
    /** Written by the loop only. */
    private volatile int handshakes;

    /** @param clients who owns the connections that are established */
    public TlsClients(TlsLoop shared, Engines engines, Acceptor.Clients clients, int handshakeMs) {
        this.shared = shared;
        this.engines = engines;
        this.clients = clients;
        this.handshakeMs = handshakeMs;
    }

    public void setAcceptor(Acceptor acceptor) {
        this.acceptor = acceptor;
    }

    @Override
    public IoHandler accept(Transport transport) throws IOException {
        final TlsEvents events = new TlsEvents(this);
        new TlsTransport(shared, engines, transport, events, false); // the events lead to it
        return events;
    }

    /** A connection of {@link #accept}: its handshake begins. */
    void start(TlsTransport transport) {
        handshakes++;
        transport.start(this, handshakeMs);
    }

    @Override
    public void onSecure(TlsTransport transport) {
        handshakes--;
        boolean isEntrusted = false;
        try {
            isEntrusted = clients.entrust(transport, shared.loop());
        } catch (IOException e) {
            shared.loop().log(e);
        } finally {
            if (!isEntrusted) {
                transport.reset();
                giveBack();
            }
        }
    }

    @Override
    public void onHandshakeFailed(TlsTransport transport, TlsFault why) {
        handshakes--;
        giveBack();
    }

    private void giveBack() {
        shared.count(Counter.CONNECTIONS_CLOSED);
        if (acceptor != null) {
            acceptor.onClosed();
        }
    }

    /** Under way. Any thread. */
    public int handshakes() {
        return handshakes;
    }
}
