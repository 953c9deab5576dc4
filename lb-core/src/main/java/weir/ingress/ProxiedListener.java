package weir.ingress;

import java.io.IOException;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.model.ClientAddress;
import weir.model.ExchangeEnd;
import weir.model.Listener;
import weir.net.Acceptor;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.snapshot.Snapshot;
import weir.stats.Counter;
import weir.stats.ListenerTally;

/**
 * One listener behind proxies that send a PROXY header. Stands before the listener of whatever is spoken
 * there, which gets each connection when it is known whose it is, with nothing of it read but the header. Thread:
 * owning loop only, except where a method says otherwise.
 */
public final class ProxiedListener implements ListenerView {
    private final LoopView view;
    private final int index;
    private final ListenerView clients;
    private Listener listener;
    private Acceptor acceptor;

    private ProxiedListener(LoopView view, int index, ListenerView clients) {
        this.view = view;
        this.index = index;
        this.clients = clients;
        listener = view.snapshot().listener(index).listener();
    }

    /** {@code clients} itself where no proxy sends PROXY headers, which then cost nothing. */
    public static ListenerView of(LoopView view, int index, ListenerView clients) {
        return view.snapshot().listener(index).listener().proxyProtocol() == null
                ? clients
                : new ProxiedListener(view, index, clients);
    }

    @Override
    public void apply(Snapshot next) {
        listener = next.listener(index).listener();
        clients.apply(next);
    }

    @Override
    public void setAcceptor(Acceptor acceptor) {
        this.acceptor = acceptor;
        clients.setAcceptor(acceptor);
    }

    @Override
    public boolean makeRoom() {
        return view.clients().makeRoom();
    }

    /** Whoever is no proxy has nothing to say first. */
    @Override
    public boolean entrust(Transport transport, EventLoop loop) throws IOException {
        return listener.proxyProtocol()
                        .isExpectedFrom(ClientAddress.of(transport.facts().remoteAddress()))
                ? ListenerView.super.entrust(transport, loop)
                : clients.entrust(transport, loop);
    }

    @Override
    public IoHandler accept(Transport transport) {
        return new ProxiedClient(this, transport);
    }

    /** The client of the connection is known. */
    void handOff(Transport transport) {
        boolean isEntrusted;
        try {
            isEntrusted = clients.entrust(transport, view.loop());
        } catch (IOException e) {
            isEntrusted = false; // the process lacks something for the client, which is closed
        }
        if (!isEntrusted) {
            onClosed();
        }
    }

    /** A connection is over before it was known whose it is. */
    void onClosed() {
        view.loop().counters().add(Counter.CONNECTIONS_CLOSED);
        if (acceptor != null) {
            acceptor.onClosed();
        }
    }

    /** Counts and logs a connection that was refused. */
    void onRefused(ExchangeEnd end, Transport transport, long openedNs) {
        view.ends().add(end);
        view.loop().counters().add(Counter.REFUSED);
        clients.tally().accepted();
        clients.tally().end(0);
        clients.tally().closed();
        if (view.accessLog() != null) {
            note(end, transport, openedNs);
        }
    }

    private void note(ExchangeEnd end, Transport transport, long openedNs) {
        final long nowNs = view.loop().nowNs();
        final AccessRecord record = new AccessRecord(view.accessLog().layout());
        record.set(Value.END_NS, nowNs);
        record.set(Value.END, end.ordinal());
        record.set(Value.TOTAL_US, (nowNs - openedNs) / 1_000);
        record.set(Text.LISTENER, Ascii.bytes(listener.name()));
        record.set(Text.CLIENT, ClientAddress.of(transport.facts().remoteAddress()));
        if (!view.accessLog().offer(record)) {
            view.loop().counters().add(Counter.LOG_DROPS);
        }
    }

    LoopView view() {
        return view;
    }

    int headMs() {
        return listener.timeouts().headMs();
    }

    @Override
    public ListenerTally tally() {
        return clients.tally();
    }
}
