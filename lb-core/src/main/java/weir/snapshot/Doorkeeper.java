package weir.snapshot;

import java.nio.ByteBuffer;
import weir.limit.KeyCounts;
import weir.limit.SecretHash;
import weir.model.Listener;
import weir.model.ListenerLimits;

/**
 * Who may connect to a listener, and how often at the same time: exact over all loops. Proxies that are trusted to
 * speak for clients come in, as it is not them that is meant. Any thread.
 */
public final class Doorkeeper {
    /** Nobody comes in from there. */
    public static final int DENIED = -3;
    /** It has as many connections as it may. */
    public static final int FULL = KeyCounts.FULL;
    /** It comes in, and is not counted. */
    public static final int UNCOUNTED = KeyCounts.UNCOUNTED;

    /** Where a listener has as many connections as the heap bears. */
    private static final int CLIENTS = 100_000;

    private static final int IPV4_BYTES = 4;
    /** Who has an address of IPv6 has all of its /64. */
    private static final int IPV6_BYTES = 8;

    private final Listener listener;
    private final AccessList access;
    private final int perClient;
    private final SecretHash hash = SecretHash.random();
    private final KeyCounts counts;

    private Doorkeeper(Listener listener, AccessList access) {
        this.listener = listener;
        this.access = access;
        perClient = listener.limits().connectionsPerClientMax();
        final int connections = listener.limits().connectionsMax();
        counts = perClient == ListenerLimits.ANY
                ? null
                : new KeyCounts(
                        connections == ListenerLimits.CONNECTIONS_AUTO ? CLIENTS : Math.min(connections, CLIENTS));
    }

    /** Null where everybody comes in. */
    static Doorkeeper of(Listener listener, AccessList access) {
        return access == null && listener.limits().connectionsPerClientMax() == ListenerLimits.ANY
                ? null
                : new Doorkeeper(listener, access);
    }

    /**
     * A client has connected.
     *
     * @param address 4 or 16 bytes; one for a Unix socket, none when it is gone already
     * @return what {@link #leave} wants to have, at least 0; or one of the constants here
     */
    public int enter(byte[] address) {
        if (listener.forwarding().isTrusted(address)) {
            return UNCOUNTED;
        } else if (isUnwelcome(address)) {
            return DENIED;
        }
        return counts == null || address.length < IPV4_BYTES ? UNCOUNTED : counts.enter(key(address), perClient);
    }

    private boolean isUnwelcome(byte[] address) {
        return access != null && (access.denies(address, address.length) || !access.allows(address, address.length));
    }

    private long key(byte[] address) {
        return hash.of(ByteBuffer.wrap(address), 0, address.length == IPV4_BYTES ? IPV4_BYTES : IPV6_BYTES);
    }

    /** A client that was counted has gone. */
    public void leave(int entered) {
        counts.leave(entered);
    }
}
