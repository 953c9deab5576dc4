package weir.bench.jmh.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weir.net.ConnectionFacts;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Network;
import weir.net.Transport;

/**
 * A network without a kernel: peers that answer at once, each whole message with one array. It costs a copy of each
 * message, and nothing else that a proxy could be charged with. Thread: the loop's.
 */
final class MemoryNetwork extends Network {
    private static final SocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 50_000);
    private static final SocketAddress PROXY = new InetSocketAddress("127.0.0.1", 8080);

    private final byte[] request;
    private final byte[] response;
    private final List<Wire> wires = new ArrayList<>();
    private long responses;

    /** @param response that clients get as it is sent here, but for the head */
    MemoryNetwork(byte[] request, byte[] response) {
        this.request = request;
        this.response = response;
    }

    /** A client that sends the next request when it has got a response. */
    /** Its handler is set before the first poll. */
    Transport client() {
        final Wire wire = new Wire(null, CLIENT, PROXY, true);
        wire.unread = request;
        wires.add(wire);
        return wire;
    }

    /** What clients have got so far. */
    long responses() {
        return responses;
    }

    @Override
    protected void poll(EventLoop loop, long waitMs) {
        for (int i = wires.size() - 1; i >= 0; i--) {
            final Wire wire = wires.get(i);
            final int ops = wire.readyOps() & wire.interest;
            if (ops != 0) {
                loop.dispatch(wire.handler, ops);
            }
            if (!wire.isOpen) {
                wires.remove(i);
            }
        }
    }

    @Override
    protected void wakeup() {}

    @Override
    public Transport connect(SocketAddress to, IoHandler handler) {
        final Wire wire = new Wire(handler, to, PROXY, false);
        wire.isConnected = false;
        wire.interest = IoHandler.CONNECT;
        wires.add(wire);
        return wire;
    }

    @Override
    protected void cutOff(IoHandler handler) {}

    @Override
    protected void close() {}

    private final class Wire extends Transport {
        private final SocketAddress remote;
        private final SocketAddress local;
        private final boolean isClient;
        private IoHandler handler;
        private int interest = IoHandler.READ;
        private boolean isConnected = true;
        private boolean isOpen = true;
        /** Null = nothing. */
        private byte[] unread;

        Wire(IoHandler handler, SocketAddress remote, SocketAddress local, boolean isClient) {
            this.handler = handler;
            this.remote = remote;
            this.local = local;
            this.isClient = isClient;
        }

        private int readyOps() {
            if (!isOpen) {
                return 0;
            }
            if (!isConnected) {
                return IoHandler.CONNECT;
            }
            return unread == null ? IoHandler.WRITE : IoHandler.READ | IoHandler.WRITE;
        }

        @Override
        public int read(ByteBuffer in) {
            if (unread == null) {
                return 0;
            }
            final int count = unread.length;
            in.put(unread); // a message that is longer than the room is none for this network
            unread = null;
            return count;
        }

        @Override
        public boolean knowsResets() {
            return false;
        }

        /** Takes all of it for one message. */
        @Override
        public int write(ByteBuffer out) {
            final int count = out.remaining();
            out.position(out.limit());
            if (isClient) {
                responses++;
                unread = request;
            } else {
                unread = response;
            }
            return count;
        }

        @Override
        public void interest(int ops) {
            interest = ops;
        }

        @Override
        public int interest() {
            return interest;
        }

        @Override
        public boolean isConnected() {
            return isConnected;
        }

        @Override
        public String finishConnect() {
            isConnected = true;
            return null;
        }

        @Override
        public void shutdownOutput() {
            isOpen = false;
        }

        @Override
        public void close() {
            isOpen = false;
        }

        @Override
        public void reset() {
            isOpen = false;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public ConnectionFacts facts() {
            return new ConnectionFacts(remote, local);
        }

        @Override
        public void setHandler(IoHandler to) {
            handler = to;
        }

        @Override
        public Transport withFacts(ConnectionFacts facts) {
            throw new UnsupportedOperationException("nobody is told anything here");
        }
    }
}
