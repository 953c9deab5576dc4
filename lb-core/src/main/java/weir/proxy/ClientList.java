package weir.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import weir.proxy.LoopView.Client;

/** The open client connections of a loop, linked through themselves. Thread: owning loop only, but for {@link #count}. */
final class ClientList {
    private final AtomicInteger count = new AtomicInteger();
    private Client first;

    void add(Client client) {
        client.next = first;
        if (first != null) {
            first.previous = client;
        }
        first = client;
        count.setOpaque(count.getPlain() + 1);
    }

    void remove(Client client) {
        if (client.previous != null) {
            client.previous.next = client.next;
        } else if (first == client) {
            first = client.next;
        } else {
            return; // was removed before
        }
        if (client.next != null) {
            client.next.previous = client.previous;
        }
        client.previous = null;
        client.next = null;
        count.setOpaque(count.getPlain() - 1);
    }

    /** The action may remove the client it is given. */
    void forEach(Consumer<Client> action) {
        Client client = first;
        while (client != null) {
            final Client following = client.next;
            action.accept(client);
            client = following;
        }
    }

    /** Any thread. */
    int count() {
        return count.getOpaque();
    }
}
