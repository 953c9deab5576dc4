package weir.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.net.tls.Engines;

/**
 * TLS to the backends of one pool. They share a context, so that a connection goes on with the session of one before. Any thread.
 */
public final class ClientEngines implements Renewable {
    private final TlsProvider provider;
    private final BackendTls tls;
    /** Null when Weir does not say who it is. */
    private final IdentityChoice identity;
    /** Null when those of the JVM are asked, or nobody is. */
    private final Authorities authorities;

    /** Where engines come from, as a rule. */
    private final Source usual;
    /** For names that Conscrypt does not send. The same where the JDK's engines are used anyway. */
    private final Source forOddNames;

    private ClientEngines(
            TlsProvider provider,
            BackendTls tls,
            IdentityChoice identity,
            Authorities authorities,
            TrustManager trust) {
        this.provider = provider.fitFor(identity == null ? List.of() : identity.identities());
        this.tls = tls;
        this.identity = identity;
        this.authorities = authorities;
        usual = Source.of(this.provider, identity, trust);
        forOddNames = this.provider.isNative() ? Source.of(this.provider.fallback(), identity, trust) : usual;
    }

    /** A context, and what its engines can do. */
    private record Source(TlsProvider provider, SSLContext context, String[] ciphers) {
        static Source of(TlsProvider provider, IdentityChoice identity, TrustManager trust) {
            final SSLContext context = provider.newContext();
            try {
                context.init(
                        identity == null ? new KeyManager[0] : new KeyManager[] {identity},
                        new TrustManager[] {trust},
                        null);
            } catch (KeyManagementException e) {
                throw new IllegalStateException(e); // keys and authorities were read and tried
            }
            return new Source(provider, context, CipherSuites.of(context));
        }
    }

    /** Reads the files. */
    public static ClientEngines of(BackendTls tls, TlsProvider provider) throws UnfitCertificate {
        final IdentityChoice identity =
                tls.certificate() == null ? null : new IdentityChoice(List.of(Identity.read(tls.certificate())));
        if (!tls.isVerified()) {
            return new ClientEngines(provider, tls, identity, null, new TrustsAll());
        }
        final Authorities authorities = tls.authorities() == null
                ? Authorities.ofJvm()
                : new Authorities(Certificates.read(tls.authorities(), UnfitCertificate.Part.AUTHORITIES));
        return new ClientEngines(provider, tls, identity, authorities, authorities);
    }

    /** Those for the connections to one backend. */
    public Engines to(Backend backend) {
        return new To(backend.address(), tls.serverName());
    }

    /** Those for checks, which may go elsewhere. */
    Engines to(SocketAddress address, String serverName) {
        return new To(address, serverName == null ? tls.serverName() : serverName);
    }

    @Override
    public List<Path> files() {
        final List<Path> files = new ArrayList<>();
        if (tls.certificate() != null) {
            files.add(tls.certificate().certificate());
            files.add(tls.certificate().key());
        }
        if (tls.authorities() != null) {
            files.add(tls.authorities());
        }
        return files;
    }

    @Override
    public List<Identity> identities() {
        return identity == null ? List.of() : identity.identities();
    }

    @Override
    public void reload() throws UnfitCertificate {
        final List<Identity> read = identity == null ? List.of() : List.of(Identity.read(tls.certificate()));
        provider.require(read);
        if (authorities != null && tls.authorities() != null) {
            authorities.exchange(Certificates.read(tls.authorities(), UnfitCertificate.Part.AUTHORITIES));
        }
        if (identity != null) {
            identity.exchange(read);
        }
    }

    private final class To implements Engines {
        /** Names the session to go on with, and is what the certificate must be for. */
        private final String host;

        private final int port;
        private final Source source;
        private final SSLParameters parameters;

        To(SocketAddress address, String serverName) {
            host = serverName == null ? HostName.of(address) : serverName;
            port = HostName.port(address);
            final boolean isName = HostName.isName(host);
            source = isName && !HostName.isSentByConscrypt(host) ? forOddNames : usual;
            parameters = new SSLParameters();
            parameters.setProtocols(CipherSuites.protocols(tls.minVersion()));
            parameters.setCipherSuites(source.ciphers);
            if (isName) { // addresses are not asked for (RFC 6066 §3)
                parameters.setServerNames(
                        List.of(HostName.isStrict(host) ? new SNIHostName(host) : HostName.raw(host)));
            }
            if (tls.isVerified() && !(isName && !HostName.isStrict(host))) { // else Authorities does it
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
        }

        @Override
        public SSLEngine newEngine() throws IOException {
            final SSLEngine engine = source.provider.newEngine(source.context, host, port);
            engine.setUseClientMode(true);
            engine.setSSLParameters(parameters);
            return engine;
        }

        @Override
        public void release(SSLEngine engine, ByteBuffer scratch) {
            source.provider.release(engine, scratch);
        }
    }
}
