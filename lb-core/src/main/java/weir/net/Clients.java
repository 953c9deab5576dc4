package weir.net;

import java.util.function.BooleanSupplier;
import weir.stats.Counter;

/**
 * The clients of one loop: which of them rest when descriptors are scarce, which is closed for another, and how they
 * learn of the stop.
 *
 * <p>Thread: owning loop only, but for {@link #count}.
 */
public final class Clients {
    private final EventLoop loop;
    private final BooleanSupplier closesUpstream;
    private final ClientList list = new ClientList();

    /** @param closesUpstream closes an unused connection to a backend; false when there is none */
    public Clients(EventLoop loop, BooleanSupplier closesUpstream) {
        this.loop = loop;
        this.closesUpstream = closesUpstream;
    }

    public void add(Client client) {
        list.add(client);
    }

    public void remove(Client client) {
        if (client.isResting) {
            client.isResting = false;
            loop.descriptors().wake(); // as if it had never rested, for whoever counts it off
        }
        list.remove(client);
    }

    /** It has become idle: of all clients it is the last that would be closed for another. */
    public void onIdle(Client client) {
        list.toFront(client);
    }

    /** It is idle no more. Costs a comparison unless it has been idle for long while descriptors were scarce. */
    public void wake(Client client) {
        if (client.isResting) {
            client.isResting = false;
            loop.descriptors().wake();
            makeUpFor(client);
        }
    }

    /** One that others have gone to rest for is active again: what it needs is taken from those who still rest. */
    private void makeUpFor(Client client) {
        if (loop.descriptors().isOverdrawn() && !closeSpareUpstream()) {
            closeLongestIdle(client);
        }
    }

    /**
     * There is no descriptor for another client: those that have been idle for long need none for a backend,
     * connections to backends may be more than needed, and the longest idle client goes.
     */
    public boolean makeRoom() {
        return list.restIdle(loop.descriptors()) || closeSpareUpstream() || closeLongestIdle(null);
    }

    private boolean closeSpareUpstream() {
        return loop.descriptors().hasSpareUpstreams() && closesUpstream.getAsBoolean();
    }

    private boolean closeLongestIdle(Client except) {
        final Client longest = list.longestIdle(except);
        if (longest == null) {
            return false;
        }
        loop.counters().add(Counter.IDLE_EVICTIONS);
        longest.closeIdle();
        return true;
    }

    /** Weir is stopping. */
    public void drain() {
        list.forEach(Client::drain);
    }

    /** Closes those that draining has left. */
    public void cut() {
        list.forEach(Client::cut);
    }

    /** Open client connections. Any thread. */
    public int count() {
        return list.count();
    }
}
