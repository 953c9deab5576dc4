package weir.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.buf.BufferPool;
import weir.model.BackendTls;
import weir.model.CheckTls;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.Listener;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.net.tls.TlsLoop;
import weir.pki.InvalidCertificateException;
import weir.text.OneLine;
import weir.tls.CertificateWatch;
import weir.tls.ClientEngines;
import weir.tls.Renewable;
import weir.tls.SecuredPools;
import weir.tls.ServerEngines;
import weir.tls.TlsProvider;

/**
 * The TLS of one Weir: certificates and keys were read, and whose engines are used is settled. Any thread.
 *
 * @param provider null = nobody has TLS
 * @param listeners one each, null where it has no TLS
 * @param pools one each, null where it has no TLS
 * @param checks of the pools: as those, but also where only checks have TLS, or authorities of their own
 * @param certificates of the listeners, by their names
 * @param watches of all, pools' too
 */
record TlsSetup(
        TlsProvider provider,
        List<ServerEngines> listeners,
        List<ClientEngines> pools,
        List<ClientEngines> checks,
        Map<String, CertificateWatch> certificates,
        List<CertificateWatch> watches) {
    /** Reads the files. */
    static TlsSetup of(Configuration configuration) throws StartFailure {
        final List<ServerEngines> listeners = new ArrayList<>();
        final List<ClientEngines> pools = new ArrayList<>();
        final List<ClientEngines> checks = new ArrayList<>();
        final TlsProvider provider = isUsed(configuration) ? provider(configuration) : null;
        final Map<String, CertificateWatch> certificates = new LinkedHashMap<>();
        final List<CertificateWatch> watches = new ArrayList<>();
        for (Listener listener : configuration.listeners()) {
            try {
                final ServerEngines made = listener.tls() == null ? null : ServerEngines.of(listener.tls(), provider);
                listeners.add(made);
                if (made != null) {
                    certificates.put(listener.name(), watch("listener " + listener.name(), made));
                }
            } catch (InvalidCertificateException e) {
                throw new StartFailure("listeners." + listener.name() + ".tls", OneLine.of(e.getMessage()));
            }
        }
        for (Pool pool : configuration.pools()) {
            final String path = "pools." + pool.name();
            final ClientEngines ofRequests = engines(pool.tls(), provider, path + ".tls");
            pools.add(ofRequests);
            if (ofRequests != null) {
                watches.add(watch("pool " + pool.name(), ofRequests));
            }
            final BackendTls own = ofChecksAlone(pool);
            final ClientEngines ofChecks = own == null ? ofRequests : engines(own, provider, path + ".health");
            checks.add(ofChecks);
            if (own != null && own.authorities() != null) {
                watches.add(watch("checks of pool " + pool.name(), ofChecks));
            }
        }
        watches.addAll(certificates.values());
        return new TlsSetup(provider, listeners, pools, checks, certificates, watches);
    }

    /** @param tls null gives null */
    private static ClientEngines engines(BackendTls tls, TlsProvider provider, String path) throws StartFailure {
        try {
            return tls == null ? null : ClientEngines.of(tls, provider);
        } catch (InvalidCertificateException e) {
            throw new StartFailure(path, OneLine.of(e.getMessage()));
        }
    }

    /** Null where checks speak as requests do, or without TLS. */
    private static BackendTls ofChecksAlone(Pool pool) {
        final BackendTls ofRequests = pool.tls();
        final CheckTls ofChecks = pool.health().tls();
        if (ofRequests == null && !hasTls(pool.health())) {
            return null;
        }
        final BackendTls base = ofRequests == null ? BackendTls.DEFAULTS : ofRequests;
        if (ofChecks.authorities() != null) {
            return base.vouchedForBy(ofChecks.authorities());
        }
        return ofRequests == null ? base : null;
    }

    private static CertificateWatch watch(String whose, Renewable certificates) {
        return new CertificateWatch(certificates, (isGood, what) -> FilesWatch.tell(whose, isGood, what));
    }

    /** Each has files read anew that were replaced; none when there are none. */
    List<Runnable> looks() {
        return watches.stream().map(watch -> (Runnable) watch::look).toList();
    }

    static boolean isUsed(Configuration configuration) {
        return sides(configuration) > 0 || configuration.pools().stream().anyMatch(pool -> hasTls(pool.health()));
    }

    /** Of relayed connections: 2 = clients and backends may have TLS, 1 = the ones or the others. */
    static int sides(Configuration configuration) {
        final boolean hasClients = configuration.listeners().stream().anyMatch(listener -> listener.tls() != null);
        final boolean hasBackends = configuration.pools().stream().anyMatch(pool -> pool.tls() != null);
        return (hasClients ? 1 : 0) + (hasBackends ? 1 : 0);
    }

    private static boolean hasTls(HealthCheck health) {
        return health.tls().mode() == CheckTls.Mode.ON;
    }

    private static TlsProvider provider(Configuration configuration) throws StartFailure {
        final TlsProvider provider = TlsProvider.of(configuration.tlsEngine());
        if (provider == null) {
            throw new StartFailure(
                    "tls.engine", "conscrypt does not run on this machine, jdk does: " + TlsProvider.obstacle());
        }
        return provider;
    }

    /** What the connections of one loop share; null when nobody has TLS. */
    TlsLoop share(EventLoop loop, BufferPool small, int stock) {
        return provider == null ? null : new TlsLoop(loop, provider.isNative(), small, stock);
    }

    /** For the probe loop; {@code shared} may be null, as {@link #share} gives it. */
    SecuredPools checks(TlsLoop shared) {
        return secured(shared, checks);
    }

    /** The same for any other. */
    SecuredPools pools(TlsLoop shared) {
        return secured(shared, pools);
    }

    private static SecuredPools secured(TlsLoop shared, List<ClientEngines> engines) {
        return shared == null ? SecuredPools.NONE : new SecuredPools(shared, engines);
    }
}
