package weir.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The open client connections of a loop, linked through themselves; the client that became idle last comes first, as
 * exactly as clients know when that was. Those that rest are the last ones, with some among them that were woken
 * meanwhile. Thread: owning loop only, but for {@link #count}.
 */
final class ClientList {
    /** Whoever became idle before that may be about to send its next request. */
    static final long IDLE_NS = 1_000_000_000;
    /** So many are looked at in one go. */
    private static final int LOOKS = 256;

    private final AtomicInteger count = new AtomicInteger();
    private Client first;
    private Client last;
    /** The first of those that rest; null = none does. */
    private Client resting;
    /** The next one of {@link #forEach}; null = it does not run, or is at its end. */
    private Client following;

    void add(Client client) {
        link(client);
        count.setOpaque(count.getPlain() + 1);
    }

    private void link(Client client) {
        client.next = first;
        if (first == null) {
            last = client;
        } else {
            first.previous = client;
        }
        first = client;
    }

    void remove(Client client) {
        if (client.previous == null && first != client) {
            return; // was removed before
        }
        unlink(client);
        count.setOpaque(count.getPlain() - 1);
    }

    private void unlink(Client client) {
        if (resting == client) {
            resting = client.next;
        }
        if (following == client) {
            following = client.next;
        }
        if (client.previous == null) {
            first = client.next;
        } else {
            client.previous.next = client.next;
        }
        if (client.next == null) {
            last = client.previous;
        } else {
            client.next.previous = client.previous;
        }
        client.previous = null;
        client.next = null;
    }

    void toFront(Client client) {
        if (first != client) {
            unlink(client);
            link(client);
        }
    }

    /**
     * Lets a bounded number of those that have been idle for long rest; whoever has not is moved out of the way. False
     * when there was none.
     */
    boolean restIdle(DescriptorShare descriptors) {
        boolean hasFound = false;
        for (int looks = 0; looks < LOOKS; looks++) {
            final Client client = resting == null ? last : resting.previous;
            if (client == null || client == first) {
                break; // the first one is where others are moved to
            }
            if (client.isIdleFor(IDLE_NS)) {
                client.isResting = true;
                descriptors.rest();
                resting = client;
                hasFound = true;
            } else if (client.isIdleFor(0)) {
                break; // as are all before it
            } else {
                toFront(client);
            }
        }
        return hasFound;
    }

    /** Null when none rests. */
    Client longestIdle(Client except) {
        for (int looks = 0; looks < LOOKS && resting != null; looks++) {
            final Client client = last;
            if (client.isResting && client != except) {
                return client;
            }
            if (client == first) {
                return null;
            }
            toFront(client);
        }
        return null;
    }

    /** The action may remove any client, the one that it is given and the following one included. Not within itself. */
    void forEach(Consumer<Client> action) {
        following = first;
        while (following != null) {
            final Client client = following;
            following = client.next;
            action.accept(client);
        }
    }

    /** Any thread. */
    int count() {
        return count.getOpaque();
    }
}
