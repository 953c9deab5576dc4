package weir.upstream;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
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
 * The connections of one loop to one backend: new ones, and which of the unused ones are taken, kept or closed. The
 * freshest is taken first, as it is the least likely to be closed at the other end; those that are not needed time out.
 *
 * <p>Thread: owning loop only.
 */
public final class UpstreamPool {
    /** An unwanted body comes within a millisecond as a rule; the rest is for a machine that is busy. */
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

    private final IdleConnections unused = new IdleConnections();
    /** The address to begin with, of those that the backend's name has: one before it did not answer. */
    private int first;
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

    /**
     * An idle connection, now in use by {@code user}; null when there is none. O(idle) where each belongs to a client.
     */
    public UpstreamConnection take(UpstreamUser user) {
        if (destination.hasChanged()) {
            closeElsewhere();
        }
        unused.wake(loop.nowNs());
        while (true) {
            final int at = sendProxy == null ? unused.last() : unused.lastOf(user.clientTransport());
            if (at == IdleConnections.NONE) {
                return null;
            }
            final UpstreamConnection connection = unused.takeAt(at);
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
     * @param mustRest more may come that nobody has asked for: it is watched for {@link #REST_NS}, and looked at once
     *     more before it is used
     */
    void give(UpstreamConnection connection, boolean mustRest) {
        if (!mayKeep(connection) || keptCount() >= keepAlive.connectionsMax()) {
            connection.close();
            return;
        }
        connection.idle(keepAlive.idleMs());
        if (mustRest) {
            rest(connection);
            unused.rest(connection);
        } else {
            unused.push(connection);
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
        unused.tie(connection);
        return true;
    }

    private boolean makeRoomForTied() {
        final int max = keepAlive.connectionsMax();
        if (unused.tiedCount() >= (max + 1) / 2) {
            return unused.closeOldestTied();
        }
        return keptCount() < max || unused.closeOldest();
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
        unused.untie(connection);
        return tryUse(connection, user) ? connection : null;
    }

    /** Its client has no use for it any more. */
    void closeTied(UpstreamConnection connection) {
        if (connection.isIdle()) {
            unused.untie(connection);
        }
        connection.close();
    }

    /** Unused ones of all kinds. */
    private int keptCount() {
        return unused.count() + unused.tiedCount();
    }

    /** The name leads elsewhere: connections to where it has led are closed, now or when they come back. */
    private void closeElsewhere() {
        final List<SocketAddress> now = destination.addresses();
        first = 0;
        unused.closeAll(connection -> !now.contains(connection.address()));
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
        unused.remove(connection);
    }

    /** The client is gone: connections that only it could have used are closed. O(idle) where there are such. */
    void closeIdleOf(Transport client) {
        if (sendProxy != null) {
            unused.closeAll(connection -> connection.isFor(client));
        }
    }

    /**
     * Closes the one that nobody has needed for longest; one of a client's own when there is no other. False when there
     * is none at all.
     */
    boolean closeOldestIdle() {
        return unused.closeOldest();
    }

    /** Closes all idle connections: the backend is down, or Weir stops. */
    void closeIdle() {
        unused.closeAll(connection -> true);
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
        return unused.count();
    }
}
