package weir.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.net.tls.Engines;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

/**
 * TLS to the backends of one pool. They share a context, so that a connection goes on with the session of one before.
 * What new files have in them gets a new context: a session that is resumed shows no certificate, so none is that older
 * authorities have vouched for, or in which Weir has said that it is somebody else. Any thread.
 */
public final class ClientEngines implements Renewable {
    private final BackendTls tls;
    /** Whom the JVM trusts; null when it is not asked. */
    private final AuthorityTrust jvms;

    /** Where engines come from, as a rule. */
    private final Maker usual;
    /** For names that Conscrypt does not send. The same where the JDK's engines are used anyway. */
    private final Maker forOddNames;

    private volatile Use use;

    /** Whose engines they are, and the suites that these can do. */
    private record Maker(TlsProvider provider, String[] ciphers) {
        static Maker of(TlsProvider provider, SSLContext context) {
            return new Maker(provider, CipherSuites.of(context));
        }
    }

    /** What is in use, and the contexts that were made of it. */
    private record Use(TlsFiles files, SSLContext usual, SSLContext forOddNames) {
        static Use of(TlsFiles files, TlsProvider provider, TrustManager trust) {
            final SSLContext usual = provider.newContext(files.identities(), trust);
            return new Use(
                    files,
                    usual,
                    provider.isNative() ? provider.fallback().newContext(files.identities(), trust) : usual);
        }
    }

    private ClientEngines(BackendTls tls, TlsFiles files, TlsProvider wanted) throws InvalidCertificateException {
        this.tls = tls;
        jvms = tls.isVerified() && tls.authorities() == null ? AuthorityTrust.ofJvm() : null;
        final TlsProvider provider = wanted.fitFor(files.identities());
        use = Use.of(files, provider, trust(files));
        usual = Maker.of(provider, use.usual);
        forOddNames = provider.isNative() ? Maker.of(provider.fallback(), use.forOddNames) : usual;
    }

    /** Reads the files. */
    public static ClientEngines of(BackendTls tls, TlsProvider provider) throws InvalidCertificateException {
        return new ClientEngines(tls, TlsFiles.read(tls), provider);
    }

    private TrustManager trust(TlsFiles files) throws InvalidCertificateException {
        if (!tls.isVerified()) {
            return new InsecureTrust();
        }
        return jvms == null ? new AuthorityTrust(files.authorities()) : jvms;
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
        return use.files.identities();
    }

    @Override
    public boolean reload() throws InvalidCertificateException {
        final TlsFiles read = TlsFiles.read(tls);
        usual.provider.require(read.identities());
        if (read.equals(use.files)) {
            return false; // sessions may go on
        }
        use = Use.of(read, usual.provider, trust(read));
        return true;
    }

    private final class To implements Engines {
        /** Names the session to go on with, and is what the certificate must be for. */
        private final String host;

        private final int port;
        private final Maker maker;
        private final SSLParameters parameters;

        To(SocketAddress address, String serverName) {
            host = serverName == null ? HostName.of(address) : serverName;
            port = HostName.port(address);
            final boolean isName = HostName.isName(host);
            maker = isName && !HostName.isSentByConscrypt(host) ? forOddNames : usual;
            parameters = new SSLParameters();
            parameters.setProtocols(CipherSuites.protocols(tls.minVersion()));
            parameters.setCipherSuites(maker.ciphers);
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
            final SSLEngine engine = maker.provider.newEngine(maker == usual ? use.usual : use.forOddNames, host, port);
            engine.setUseClientMode(true);
            engine.setSSLParameters(parameters);
            return engine;
        }

        @Override
        public void release(SSLEngine engine, ByteBuffer scratch) {
            maker.provider.release(engine, scratch);
        }
    }
}
