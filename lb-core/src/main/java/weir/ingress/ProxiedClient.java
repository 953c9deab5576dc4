package weir.ingress;

import weir.model.ExchangeEnd;
import weir.net.Client;
import weir.net.EventLoop;
import weir.net.Transport;
import weir.proxyprotocol.ProxyFault;
import weir.proxyprotocol.ProxyHeaderReader;
import weir.time.Timer;

/**
 * One accepted socket until its client is known: reads the PROXY header, and nothing behind it, and hands the
 * connection on to a delegate that finds it as if the client had just been accepted.
 *
 * <pre>
 *   AWAITING --header--> HANDED_ON
 *       '--no header, a bad one, timeout, FIN--> CLOSED
 * </pre>
 *
 * <p>Thread: owning loop only.
 */
final class ProxiedClient extends Client implements Timer.Target {
    private enum State {
        AWAITING,
        HANDED_ON,
        CLOSED
    }

    /** When Weir stops: how long a header is waited for. */
    private static final int DRAIN_MS = 500;

    private final ProxiedListener listener;
    private final Transport transport;
    private final Timer timer = new Timer(this);
    private final ProxyHeaderReader reader = new ProxyHeaderReader();
    private State state = State.AWAITING;
    private long openedNs;

    ProxiedClient(ProxiedListener listener, Transport transport) {
        this.listener = listener;
        this.transport = transport;
    }

    /** A proxy has connected. The deadline is set once: trickling does not move it. */
    @Override
    protected void onOpen() {
        openedNs = loop().nowNs();
        listener.view().clients().add(this);
        setTimer(listener.headMs());
    }

    private void setTimer(int ms) {
        loop().setTimer(timer, ms);
    }

    @Override
    protected void onReady(int readyOps) {
        while (state == State.AWAITING) {
            final int count = transport.read(reader.room());
            if (count == 0) {
                return;
            } else if (count < 0) {
                onEnd();
            } else {
                onBytes();
            }
        }
    }

    private void onBytes() {
        switch (reader.onBytes()) {
            case NEED_MORE -> {}
            case REFUSED -> refuse(end(reader.fault()));
            case COMPLETE -> {
                leave();
                listener.handOff(transport.withFacts(transport.facts().toldBy(reader.header())));
                state = State.HANDED_ON;
            }
        }
    }

    private static ExchangeEnd end(ProxyFault fault) {
        return switch (fault) {
            case MISSING -> ExchangeEnd.PROXY_HEADER_MISSING;
            case MALFORMED -> ExchangeEnd.PROXY_HEADER_MALFORMED;
            case TOO_LONG -> ExchangeEnd.PROXY_HEADER_TOO_LONG;
            case BAD_CHECKSUM -> ExchangeEnd.PROXY_HEADER_CHECKSUM;
        };
    }

    /** A connection on which nothing was said is how proxies see whether a port is open, and nothing to tell of. */
    private void onEnd() {
        if (reader.isEmpty()) {
            close();
        } else {
            refuse(ExchangeEnd.CLIENT_GONE);
        }
    }

    private void refuse(ExchangeEnd end) {
        listener.onRefused(end, transport, openedNs);
        close();
    }

    private void close() {
        leave();
        state = State.CLOSED;
        transport.close();
        listener.onClosed();
    }

    private void leave() {
        loop().timers().remove(timer);
        listener.view().clients().remove(this);
    }

    @Override
    public void onTimer(long nowNs) {
        refuse(ExchangeEnd.PROXY_HEADER_TIMEOUT);
    }

    /** The header may be on its way, and gets a moment; the delegate knows what to do then. */
    @Override
    public void drain() {
        setTimer(Math.min(DRAIN_MS, listener.headMs()));
    }

    @Override
    public void cut() {
        refuse(ExchangeEnd.STOPPED);
    }

    @Override
    protected void onFault() {
        if (state == State.AWAITING) {
            refuse(ExchangeEnd.INTERNAL);
        }
    }

    private EventLoop loop() {
        return listener.view().loop();
    }
}
