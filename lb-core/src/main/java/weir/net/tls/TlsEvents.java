package weir.net.tls;

import weir.net.IoHandler;

/**
 * Has a socket's events on behalf of the TLS connection over it. Made before the socket is watched, so before the
 * connection. Thread: owning loop only.
 */
public final class TlsEvents extends IoHandler {
    /** Null for a connection to a backend, which begins by itself. */
    private final TlsClients clients;
    /** Null until the connection is there, which may fail. */
    private TlsTransport transport;

    TlsEvents(TlsClients clients) {
        this.clients = clients;
    }

    void deliverTo(TlsTransport transport) {
        this.transport = transport;
    }

    @Override
    protected void onOpen() {
        clients.start(transport);
    }

    @Override
    protected void onReady(int readyOps) {
        if (transport != null) {
            transport.onReady(readyOps);
        }
    }

    /** Without a connection there is nothing to let go: whoever holds the socket closes it. */
    @Override
    protected void onFault() {
        if (transport != null) {
            transport.onFault();
        }
    }

    @Override
    protected boolean standsFor(IoHandler other) {
        return other == this || transport != null && transport.hasHandler(other);
    }
}
