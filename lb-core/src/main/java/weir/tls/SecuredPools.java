package weir.tls;

import java.net.SocketAddress;
import java.util.List;
import weir.model.Backend;
import weir.net.tls.TlsLoop;
import weir.net.tls.TlsPeer;

/**
 * The pools whose backends are connected to with TLS, for one loop. Thread: owning loop only.
 *
 * @param loop null when none are
 * @param engines by the pool's index; null where backends speak without TLS. Empty = none do
 */
public record SecuredPools(TlsLoop loop, List<ClientEngines> engines) {
    public static final SecuredPools NONE = new SecuredPools(null, List.of());

    /** For checks at that address; null = without TLS. */
    public TlsPeer peer(int pool, SocketAddress address, String serverName) {
        return engines.isEmpty() || engines.get(pool) == null
                ? null
                : new TlsPeer(loop, engines.get(pool).to(address, serverName));
    }

    /** Null = without TLS. */
    public TlsPeer peer(int pool, Backend backend) {
        return engines.isEmpty() || engines.get(pool) == null
                ? null
                : new TlsPeer(loop, engines.get(pool).to(backend));
    }
}
