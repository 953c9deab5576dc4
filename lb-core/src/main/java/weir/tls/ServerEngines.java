package weir.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.net.tls.Engines;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

/**
 * Makes the engines of one listener's connections. They share a context, so that clients can resume their sessions.
 * What new files have in them gets a new context, with new keys for tickets: who resumes a session shows no
 * certificate, so nobody may go on with one that older authorities have vouched for. Any thread.
 */
public final class ServerEngines implements Engines, Renewable {
    private final TlsProvider provider;
    private final Tls tls;
    private final SSLParameters parameters;
    private volatile Use use;

    /** What is in use, and the context that was made of it. */
    private record Use(TlsFiles files, SSLContext context) {
        static Use of(TlsFiles files, TlsProvider provider) throws InvalidCertificateException {
            final List<X509Certificate> authorities = files.authorities();
            return new Use(
                    files,
                    provider.newContext(
                            files.identities(), authorities == null ? null : new AuthorityTrust(authorities)));
        }
    }

    private ServerEngines(TlsProvider provider, Tls tls, TlsFiles files) throws InvalidCertificateException {
        this.provider = provider.fitFor(files.identities());
        this.tls = tls;
        use = Use.of(files, this.provider);
        parameters = parameters(use.context);
    }

    /** Reads the files. */
    public static ServerEngines of(Tls tls, TlsProvider provider) throws InvalidCertificateException {
        return new ServerEngines(provider, tls, TlsFiles.read(tls));
    }

    private SSLParameters parameters(SSLContext context) {
        final SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(CipherSuites.protocols(tls.minVersion()));
        parameters.setCipherSuites(CipherSuites.of(context));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(tls.applicationProtocols().toArray(new String[0]));
        switch (tls.clientCertificate()) {
            case NONE -> {}
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    @Override
    public SSLEngine newEngine() throws IOException {
        final SSLEngine engine = provider.newEngine(use.context, null, 0);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        provider.allowResumption(engine);
        return engine;
    }

    @Override
    public void onStepFor(String serverName) {
        SniKeySelector.onStepFor(serverName);
    }

    @Override
    public void release(SSLEngine engine, ByteBuffer scratch) {
        provider.release(engine, scratch);
    }

    @Override
    public List<Path> files() {
        final List<Path> files = new ArrayList<>();
        for (CertificateFiles certificate : tls.certificates()) {
            files.add(certificate.certificate());
            files.add(certificate.key());
        }
        if (tls.clientAuthorities() != null) {
            files.add(tls.clientAuthorities());
        }
        return files;
    }

    @Override
    public boolean reload() throws InvalidCertificateException {
        final TlsFiles read = TlsFiles.read(tls);
        provider.require(read.identities());
        if (read.equals(use.files)) {
            return false; // sessions may go on
        }
        use = Use.of(read, provider);
        return true;
    }

    public Tls tls() {
        return tls;
    }

    @Override
    public List<Identity> identities() {
        return use.files.identities();
    }
}
