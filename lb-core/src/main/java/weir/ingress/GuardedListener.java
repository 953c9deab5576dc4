package weir.ingress;

import java.io.IOException;
import weir.exchange.LoopView;
import weir.model.ClientAddress;
import weir.net.Acceptor;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.snapshot.Doorkeeper;
import weir.snapshot.Snapshot;
import weir.stats.Counter;
import weir.stats.ListenerTally;

/**
 * A listener that does not take everybody: closes connections before TLS, and before anything is made for them. Stands
 * where it is known whose a connection is. Thread: owning loop only, except where a method says otherwise.
 */
public final class GuardedListener implements ListenerView {
    private final LoopView view;
    private final ListenerView clients;
    private final Doorkeeper door;

    private GuardedListener(LoopView view, ListenerView clients, Doorkeeper door) {
        this.view = view;
        this.clients = clients;
        this.door = door;
    }

    /** {@code clients} itself where everybody comes in, which then costs nothing. */
    public static ListenerView of(LoopView view, int index, ListenerView clients) {
        final Doorkeeper door = view.snapshot().listener(index).door();
        return door == null ? clients : new GuardedListener(view, clients, door);
    }

    @Override
    public boolean entrust(Transport transport, EventLoop loop) throws IOException {
        final int entered = door.enter(ClientAddress.of(transport.facts().remoteAddress()));
        if (entered == Doorkeeper.DENIED || entered == Doorkeeper.FULL) {
            view.loop()
                    .counters()
                    .add(
                            entered == Doorkeeper.DENIED
                                    ? Counter.CONNECTIONS_DENIED
                                    : Counter.CONNECTIONS_OVER_CLIENT_LIMIT);
            transport.close();
            return false;
        }
        if (entered == Doorkeeper.UNCOUNTED) {
            return clients.entrust(transport, loop);
        }
        final Transport counted = transport.onClose(() -> door.leave(entered));
        boolean isEntrusted = false;
        try {
            isEntrusted = clients.entrust(counted, loop);
            return isEntrusted;
        } finally {
            if (!isEntrusted) {
                counted.close();
            }
        }
    }

    @Override
    public IoHandler accept(Transport transport) {
        throw new IllegalStateException("who comes in is asked first");
    }

    @Override
    public void apply(Snapshot next) {
        clients.apply(next);
    }

    @Override
    public void setAcceptor(Acceptor acceptor) {
        clients.setAcceptor(acceptor);
    }

    @Override
    public boolean makeRoom() {
        return clients.makeRoom();
    }

    @Override
    public ListenerTally tally() {
        return clients.tally();
    }
}
