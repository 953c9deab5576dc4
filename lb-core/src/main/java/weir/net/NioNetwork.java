package weir.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The real network: a {@link Selector}. Thread: owning loop only, but for {@link #wakeup}. */
public final class NioNetwork extends Network {
    /** Readiness that nobody knows of. */
    private static final int NOT_TOLD = 0;

    private final Selector selector;
    private final Consumer<SelectionKey> onKey = this::dispatch; // a field: no capture per turn
    private final List<Acceptor> acceptors = new ArrayList<>();
    private EventLoop polling;

    public NioNetwork() throws IOException {
        selector = Selector.open();
    }

    @Override
    protected void poll(EventLoop loop, long waitMs) throws IOException {
        polling = loop;
        if (waitMs == 0) {
            selector.selectNow(onKey);
        } else {
            selector.select(onKey, Math.max(0, waitMs)); // for the selector, 0 means without end
        }
    }

    /** A key may have been cancelled by an earlier event of the same turn. */
    private void dispatch(SelectionKey key) {
        if (key.isValid() && !polling.dispatch((IoHandler) key.attachment(), key.readyOps())) {
            cutOff(key);
        }
        polling.onEventHandled();
    }

    @Override
    protected void look() {
        for (int i = 0; i < acceptors.size(); i++) {
            look(acceptors.get(i));
        }
    }

    private void look(Acceptor acceptor) {
        if (acceptor.wantsToLook()) {
            polling.dispatch(acceptor, NOT_TOLD);
        }
    }

    /** From now on connections of some age are under TCP keep-alive. */
    public void keepAlive(EventLoop loop, int silenceMs) {
        new TcpKeepAlive(loop, selector, silenceMs).start();
    }

    /** It is asked to look for new clients now and then in turns with many events. */
    void add(Acceptor acceptor) {
        acceptors.add(acceptor);
    }

    void remove(Acceptor acceptor) {
        acceptors.remove(acceptor);
    }

    /**
     * After a fault. A socket that is still watched would have the same event, and its handler the same fault, in each
     * turn. One that listens goes on.
     */
    private static void cutOff(SelectionKey key) {
        if (key.isValid() && key.channel() instanceof SocketChannel channel) {
            key.cancel();
            closeQuietly(channel);
        }
    }

    @Override
    protected void cutOff(IoHandler handler) {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && ((IoHandler) key.attachment()).standsFor(handler)) {
                cutOff(key);
            }
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            assert !channel.isOpen() : "the descriptor is released even so";
        }
    }

    @Override
    protected void wakeup() {
        selector.wakeup();
    }

    @Override
    public Transport connect(SocketAddress to, IoHandler handler) throws IOException {
        final SocketChannel channel = open(to);
        try {
            channel.configureBlocking(false);
            sendAtOnce(channel);
            // On loopback the connection is up at once, and asking spares an epoll_ctl and a turn.
            final boolean connected = channel.connect(to) || finishConnect(channel, to);
            return register(channel, handler, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
        } catch (UnresolvedAddressException
                | UnsupportedAddressTypeException e) { // it is the configuration's fault, not ours
            channel.close();
            throw new IOException("the address cannot be used", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketChannel open(SocketAddress to) throws IOException {
        try {
            return SocketChannel.open(family(to));
        } catch (UnsupportedOperationException e) {
            throw new IOException("addresses of that kind cannot be used on this machine", e);
        }
    }

    /**
     * Takes over an accepted channel and starts watching it for bytes, whose handler the caller sets before the next
     * poll.
     */
    Transport accept(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        sendAtOnce(channel);
        return register(channel, null, SelectionKey.OP_READ);
    }

    /** A Unix socket knows no Nagle. */
    private static void sendAtOnce(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /**
     * A Unix socket is connected at once or not at all: when its queue is full the system says "again", which the JDK
     * takes for "soon".
     */
    private static boolean finishConnect(SocketChannel channel, SocketAddress to) throws IOException {
        if (to instanceof UnixDomainSocketAddress) {
            throw new ConnectException("the queue of the socket is full");
        }
        return channel.finishConnect();
    }

    /** @param handler null = it is set before the next poll */
    private Transport register(SocketChannel channel, IoHandler handler, int ops) throws IOException {
        final NioTransport transport = new NioTransport(channel);
        if (handler != null) {
            handler.isKeptAlive = false; // it may have had another socket before
        }
        transport.attach(channel.register(selector, ops, handler), ops);
        return transport;
    }

    Selector selector() {
        return selector;
    }

    /** An IPv4 socket spares the system calls that make an IPv6 one dual. */
    static ProtocolFamily family(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return StandardProtocolFamily.UNIX;
        }
        return internet.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    @Override
    public void close() throws IOException {
        if (!selector.isOpen()) {
            return;
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Acceptor acceptor) {
                acceptor.leave(); // others may go on with its socket
            } else {
                key.channel().close();
            }
        }
        selector.close();
    }
}
