package weir.proxy.http1;

import weir.net.IoHandler;
import weir.net.Transport;
import weir.proxy.Inbound;
import weir.proxy.UpstreamConnection;

/**
 * What an exchange becomes after a 101: bytes both ways, without meaning, with half-close carried over (RFC 9110 §7.8).
 *
 * <p>Takes over the exchange's two buffers with what is in them. Thread: owning loop only.
 */
final class Tunnel {
    private final Exchange exchange;
    private final ClientConnection client;
    private final UpstreamConnection upstream;
    private final Direction fromClient;
    private final Direction fromUpstream;

    Tunnel(
            Exchange exchange,
            ClientConnection client,
            UpstreamConnection upstream,
            Inbound clientBytes,
            Inbound upstreamBytes) {
        this.exchange = exchange;
        this.client = client;
        this.upstream = upstream;
        fromClient = new Direction(clientBytes, client.transport(), upstream.transport());
        fromUpstream = new Direction(upstreamBytes, upstream.transport(), client.transport());
    }

    /** Bytes that came right behind the request, or behind the 101, go first. */
    void start() {
        upstream.clearDeadline();
        fromClient.sendAll();
        after(fromClient.write() && fromUpstream.write());
    }

    void onClientReadable() {
        after(fromClient.read());
    }

    void onUpstreamReadable() {
        after(fromUpstream.read());
    }

    void onClientWritable() {
        after(fromUpstream.write());
    }

    void onUpstreamWritable() {
        after(fromClient.write());
    }

    private void after(boolean isWhole) {
        if (!isWhole || fromClient.isOver && fromUpstream.isOver) {
            exchange.closeTunnel();
        } else {
            client.setTimer(client.timeouts().tunnelMs());
        }
    }

    /** One way. All methods answer false when a connection is broken. */
    private final class Direction {
        private final Inbound bytes;
        private final Transport from;
        private final Transport to;
        private boolean isEnded;
        private boolean isOver;

        Direction(Inbound bytes, Transport from, Transport to) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
        }

        /** What was read and not understood is sent as it is. */
        void sendAll() {
            if (bytes.hasBuffer()) {
                bytes.setUnsent(bytes.hasUnsent() ? bytes.sendStart() : bytes.sendEnd(), bytes.readEnd());
            }
        }

        boolean read() {
            if (bytes.hasUnsent()) {
                from.unwant(IoHandler.READ);
                return true;
            }
            if (!bytes.takeBuffer()) {
                from.unwant(IoHandler.READ);
                exchange.view().awaitBuffer(exchange);
                return true;
            }
            bytes.rewind();
            final int count = bytes.read(from);
            if (count == Transport.GONE) {
                return false;
            }
            if (count == Transport.EOF) {
                isEnded = true;
                from.unwant(IoHandler.READ);
            }
            bytes.setUnsent(Inbound.FRONT, bytes.readEnd());
            return write();
        }

        boolean write() {
            if (bytes.hasUnsent() && bytes.write(to) < 0) {
                return false;
            }
            if (bytes.hasUnsent()) {
                to.want(IoHandler.WRITE);
                return true;
            }
            to.unwant(IoHandler.WRITE);
            bytes.giveBuffer();
            if (isEnded && !isOver) {
                isOver = true;
                to.shutdownOutput();
            } else if (!isEnded) {
                from.want(IoHandler.READ);
            }
            return true;
        }
    }
}
