package weir.upstream;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import weir.buf.Ascii;
import weir.model.AddressText;
import weir.model.Backend;
import weir.model.ExchangeEnd;
import weir.model.KeepAlive;
import weir.model.PoolTimeouts;
import weir.net.EventLoop;
import weir.net.Transport;
import weir.net.tls.TlsPeer;
import weir.proxyprotocol.ProxyVersion;
import weir.snapshot.Destination;
import weir.stats.Counter;

/**
 * The idle connections of one loop to one backend, last in first out: the freshest is the least likely to be closed at the other end, and those
 * that are not needed time out.
 *
 * <p>Thread: owning loop only.
 */
public final class UpstreamPool {
    /** A body that nobody wants comes within a millisecond as a rule; the rest is for a machine that is busy. */
    static final long REST_NS = 5_000_000;

    private final EventLoop loop;
    private final int backend;
    private final Destination destination;
    private final PoolTimeouts timeouts;
    private final KeepAlive keepAlive;
    /** Null where backends are not told by a PROXY header whose connection they get. */
    private final ProxyVersion sendProxy;
    /** Null without TLS. */
    private final TlsPeer tls;

    private final byte[] idBytes;
    private final byte[] authorityBytes;
    private final byte[] urlBytes;
    /** For {@link UpstreamConnection#isSilent}. */
    private final ByteBuffer oneByte = ByteBuffer.allocate(1);

    private UpstreamConnection[] idle = new UpstreamConnection[4];
    private int idleCount;
    /** The address to begin with, of those that the backend's name has: one before it did not answer. */
    private int first;
    /** Idle, but not to be used yet: the one that has rested longest first. */
    private final ArrayDeque<UpstreamConnection> resting = new ArrayDeque<>(2);
    /** Idle, and each for one client only: the one that has been so for longest first. Null until there is one. */
    private ArrayDeque<UpstreamConnection> tied;
    /** The backend was removed: what is still in use is closed when it comes back. */
    private boolean isRetired;

    UpstreamPool(
            EventLoop loop,
            int backend,
            Backend address,
            Destination destination,
            PoolTimeouts timeouts,
            KeepAlive keepAlive,
            ProxyVersion sendProxy,
            TlsPeer tls) {
        this.loop = loop;
        this.backend = backend;
        this.destination = destination;
        this.timeouts = timeouts;
        this.keepAlive = keepAlive;
        this.sendProxy = sendProxy;
        this.tls = tls;
        this.idBytes = Ascii.bytes(address.id());
        final String authority = AddressText.of(address.address());
        this.authorityBytes = Ascii.bytes(authority);
        final String ownUrl = (tls == null ? "http://" : "https://") + authority;
        this.urlBytes = Ascii.bytes(address.publicUrl() == null ? ownUrl : address.publicUrl());
    }

    /** An idle connection, now in use by {@code user}; null when there is none. O(idle) where each belongs to a client. */
    public UpstreamConnection take(UpstreamUser user) {
        if (destination.hasChanged()) {
            closeElsewhere();
        }
        wakeRested();
        while (true) {
            final int at = sendProxy == null ? idleCount - 1 : lastOf(user.clientTransport());
            if (at < 0) {
                return null;
            }
            final UpstreamConnection connection = idle[at];
            removeAt(at);
            if (tryUse(connection, user)) {
                return connection;
            }
        }
    }

    /** That user has it from now on. False when it should not be used any more; it is closed then. */
    private boolean tryUse(UpstreamConnection connection, UpstreamUser user) {
        if (!connection.isClean(user.maySendAgain())) {
            connection.close();
            return false;
        }
        loop.counters().add(Counter.UPSTREAM_REUSES);
        connection.use(user);
        return true;
    }

    private int lastOf(Transport client) {
        int at = idleCount - 1;
        while (at >= 0 && !idle[at].isFor(client)) {
            at--;
        }
        return at;
    }

    /** A new connection. Ask {@link #connect} next. */
    public UpstreamConnection create() {
        return new UpstreamConnection(loop, this);
    }

    /** As {@link UpstreamConnection#connect}. */
    public ExchangeEnd connect(UpstreamConnection connection, UpstreamUser user) {
        if (destination.isUnresolved()) {
            return ExchangeEnd.CONNECT_FAILED;
        }
        return connection.connect(
                destination.addresses(),
                first,
                timeouts.connectMs(),
                user,
                sendProxy == null ? null : ProxyGreeting.of(sendProxy, user.clientTransport()),
                tls);
    }

    /**
     * Takes back a connection on which the backend waits for the next request.
     *
     * @param mustRest more may come that nobody has asked for: it is watched for {@link #REST_NS}, and looked at once more before it is used
     */
    void give(UpstreamConnection connection, boolean mustRest) {
        if (!mayKeep(connection) || keptCount() >= keepAlive.connectionsMax()) {
            connection.close();
            return;
        }
        connection.idle(keepAlive.idleMs());
        if (mustRest) {
            rest(connection);
            resting.add(connection);
        } else {
            push(connection);
        }
    }

    private boolean mayKeep(UpstreamConnection connection) {
        return !isRetired && leadsTo(connection) && !loop.descriptors().isOverdrawn();
    }

    private void rest(UpstreamConnection connection) {
        connection.restUntil(loop.clock().nowNs() + REST_NS); // not that of a turn which may have begun long ago
    }

    /**
     * As {@link #give}, but only its client, who keeps it, may use it again. Half of what may be kept is for such, and
     * the one that its client has not used for longest goes when they are more: a login takes two or three requests on
     * one connection, and whoever only pretends to be at it must not stand in its way.
     *
     * @return false when it is closed instead
     */
    boolean keepForClient(UpstreamConnection connection, boolean mustRest) {
        if (!mayKeep(connection) || !makeRoomForTied()) {
            connection.close();
            return false;
        }
        connection.idle(keepAlive.idleMs());
        if (mustRest) {
            rest(connection);
        }
        tied = tied == null ? new ArrayDeque<>(2) : tied;
        tied.add(connection);
        return true;
    }

    private boolean makeRoomForTied() {
        final int max = keepAlive.connectionsMax();
        if (tiedCount() >= (max + 1) / 2) {
            return closeOldestTied();
        }
        return keptCount() < max || closeOldestIdle();
    }

    private boolean closeOldestTied() {
        final UpstreamConnection oldest = tied == null ? null : tied.poll();
        if (oldest == null) {
            return false;
        }
        oldest.close();
        return true;
    }

    /**
     * Takes one that is kept for that user's client. Null when it should not be used any more; it is closed then.
     * O(tied).
     */
    UpstreamConnection takeTied(UpstreamConnection connection, UpstreamUser user) {
        if (destination.hasChanged()) {
            closeElsewhere();
        }
        if (!connection.isIdle()) {
            return null;
        }
        tied.remove(connection);
        return tryUse(connection, user) ? connection : null;
    }

    /** Its client has no use for it any more. */
    void closeTied(UpstreamConnection connection) {
        if (connection.isIdle()) {
            tied.remove(connection);
        }
        connection.close();
    }

    /** Unused ones of all kinds. */
    private int keptCount() {
        return idleCount() + tiedCount();
    }

    /** Unused ones that are for one client each. */
    int tiedCount() {
        return tied == null ? 0 : tied.size();
    }

    private void push(UpstreamConnection connection) {
        if (idleCount == idle.length) {
            idle = Arrays.copyOf(idle, idleCount * 2);
        }
        idle[idleCount++] = connection;
    }

    /** No timer does it: nobody needs them before. */
    private void wakeRested() {
        while (!resting.isEmpty() && resting.peek().hasRested(loop.nowNs())) {
            push(resting.poll());
        }
    }

    /** The name leads elsewhere: connections to where it has led are closed, now or when they come back. */
    private void closeElsewhere() {
        final List<SocketAddress> now = destination.addresses();
        first = 0;
        closeAll(connection -> !now.contains(connection.address()));
    }

    /** Of those that are unused. Those that rest go on doing so. */
    private void closeAll(Predicate<UpstreamConnection> which) {
        for (int i = idleCount - 1; i >= 0; i--) {
            if (which.test(idle[i])) {
                idle[i].close();
                removeAt(i);
            }
        }
        closeAll(which, resting);
        if (tied != null) {
            closeAll(which, tied);
        }
    }

    private static void closeAll(Predicate<UpstreamConnection> which, ArrayDeque<UpstreamConnection> of) {
        of.removeIf(connection -> {
            final boolean isOne = which.test(connection);
            if (isOne) {
                connection.close();
            }
            return isOne;
        });
    }

    /** Costs a comparison as long as the backend's addresses stay. */
    private boolean leadsTo(UpstreamConnection connection) {
        final List<SocketAddress> now = destination.addresses();
        return connection.isOneOf(now) || now.contains(connection.address());
    }

    /** Connections begin with that address from now on, if there are so many. */
    void beginWith(int address) {
        first = address;
    }

    /** O(idle); happens once in a connection's life. */
    void remove(UpstreamConnection connection) {
        for (int i = idleCount - 1; i >= 0; i--) {
            if (idle[i] == connection) {
                removeAt(i);
                return;
            }
        }
        if (!resting.remove(connection) && tied != null) {
            tied.remove(connection);
        }
    }

    private void removeAt(int at) {
        System.arraycopy(idle, at + 1, idle, at, idleCount - at - 1);
        idle[--idleCount] = null;
    }

    /** The client is gone: connections that only it could have used are closed. O(idle) where there are such. */
    void closeIdleOf(Transport client) {
        if (sendProxy != null) {
            closeAll(connection -> connection.isFor(client));
        }
    }

    /**
     * Closes the one that nobody has needed for longest; one of a client's own when there is no other. False when there
     * is none at all.
     */
    boolean closeOldestIdle() {
        if (idleCount > 0) {
            idle[0].close();
            removeAt(0);
            return true;
        }
        if (!resting.isEmpty()) {
            resting.poll().close();
            return true;
        }
        return closeOldestTied();
    }

    /** Closes all idle connections: the backend is down, or Weir stops. */
    void closeIdle() {
        closeAll(connection -> true);
    }

    /** The backend was removed. Connections in use stay so, and are closed after their exchange. */
    void retire() {
        isRetired = true;
        closeIdle();
    }

    int backend() {
        return backend;
    }

    ByteBuffer oneByte() {
        return oneByte.clear();
    }

    /** The backend's id, for the access log. */
    public byte[] idBytes() {
        return idBytes;
    }

    /** The backend's address, as {@link AddressText#of}. */
    public byte[] authorityBytes() {
        return authorityBytes;
    }

    /** Where clients reach the backend by themselves, without a path. */
    public byte[] urlBytes() {
        return urlBytes;
    }

    /** Unused ones that anybody may use, now or in a moment. */
    public int idleCount() {
        return idleCount + resting.size();
    }
}
