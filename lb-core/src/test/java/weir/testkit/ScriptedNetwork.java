package weir.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Network;
import weir.net.Transport;

/**
 * A network without sockets: level-triggered readiness like epoll's, one batch per poll. It never waits. Thread: the
 * test's.
 */
public final class ScriptedNetwork extends Network {
    /** Answers attempts to connect to one address. */
    public interface Host {
        Transport onConnect(IoHandler handler) throws IOException;
    }

    private record Ready(ScriptedTransport transport, int ops) {}

    private final List<ScriptedTransport> transports = new ArrayList<>();
    private final Map<SocketAddress, Host> hosts = new HashMap<>();
    private final List<IoHandler> cutOff = new ArrayList<>();
    private boolean isClosed;
    private Random order;
    private long lastWaitMs;
    private int wakeups;
    private IOException failure;
    private Runnable duringPoll = () -> {};
    private Runnable duringLook = () -> {};
    private Runnable afterEvent = () -> {};

    void addHost(SocketAddress address, Host host) {
        hosts.put(address, host);
    }

    ScriptedTransport open(IoHandler handler, InetSocketAddress remote, InetSocketAddress local) {
        final ScriptedTransport transport = new ScriptedTransport(handler, remote, local);
        transports.add(transport);
        return transport;
    }

    /** From now on each batch comes in another order. */
    void shuffle(Random random) {
        order = random;
    }

    /** The next poll fails. */
    public void failNextPoll(IOException e) {
        failure = e;
    }

    /** Runs within each poll, when a real selector would wait. */
    public void duringPoll(Runnable action) {
        duringPoll = action;
    }

    /** Runs behind each event of a turn. */
    public void afterEvent(Runnable action) {
        afterEvent = action;
    }

    /** Runs whenever the loop looks for new clients within a turn. */
    public void duringLook(Runnable action) {
        duringLook = action;
    }

    /** How long the loop wanted to sleep last; 0 = not at all, negative = until something happens. */
    public long lastWaitMs() {
        return lastWaitMs;
    }

    public int wakeups() {
        return wakeups;
    }

    /** True when the next poll would dispatch something. */
    boolean hasReady() {
        return transports.stream().anyMatch(transport -> (transport.readyOps() & transport.interest()) != 0);
    }

    public long openCount() {
        return transports.stream().filter(Transport::isOpen).count();
    }

    @Override
    protected void poll(EventLoop loop, long waitMs) throws IOException {
        lastWaitMs = waitMs;
        duringPoll.run();
        if (failure != null) {
            final IOException thrown = failure;
            failure = null;
            throw thrown;
        }
        transports.removeIf(transport -> !transport.isOpen());
        final List<Ready> batch = new ArrayList<>();
        for (ScriptedTransport transport : transports) {
            batch.add(new Ready(transport, transport.readyOps() & transport.interest())); // as epoll was told before
        }
        if (order != null) {
            Collections.shuffle(batch, order);
        }
        for (Ready ready : batch) {
            final int ops = ready.ops & ready.transport.interest();
            if (ops == 0 || !ready.transport.isOpen()) {
                continue; // an earlier event of the batch may have closed it
            }
            if (!loop.dispatch(ready.transport.handler(), ops)) {
                ready.transport.close();
            }
            afterEvent.run();
        }
    }

    @Override
    protected void look() {
        duringLook.run();
    }

    @Override
    protected void wakeup() {
        wakeups++;
    }

    @Override
    public Transport connect(SocketAddress to, IoHandler handler) throws IOException {
        final Host host = hosts.get(to);
        if (host == null) {
            throw new IOException("No route to host");
        }
        return host.onConnect(handler);
    }

    /** Handlers that could not be told of their own faults. */
    public List<IoHandler> cutOff() {
        return cutOff;
    }

    @Override
    protected void cutOff(IoHandler handler) {
        cutOff.add(handler);
        transports.stream().filter(transport -> transport.handler() == handler).forEach(Transport::close);
    }

    public boolean isClosed() {
        return isClosed;
    }

    @Override
    protected void close() {
        isClosed = true;
        transports.forEach(Transport::close);
    }
}
