package weir.net.tls;

import weir.net.IoHandler;

/** Has a socket's events on behalf of the TLS connection over it. Made before the socket is watched, so before the connection. Thread: owning loop only. */
public final class TlsEvents extends IoHandler {
    private TlsTransport transport;

    void deliverTo(TlsTransport transport) {
        this.transport = transport;
    }

    @Override
    protected void onReady(int readyOps) {
        if (transport.isOpen()) {
            transport.onReady(readyOps);
        }
    }

    @Override
    protected void onFault() {
        transport.onFault();
    }
}
