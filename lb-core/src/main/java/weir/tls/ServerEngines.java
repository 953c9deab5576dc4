package weir.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.net.tls.Engines;

/**
 * Makes the engines of one listener's connections. Certificates and authorities can be exchanged meanwhile; the context stays, so that clients can resume their
 * sessions. Any thread.
 */
public final class ServerEngines implements Engines, Renewable {
    private final TlsProvider provider;
    private final Tls tls;
    private final IdentityChoice identities;
    private final Authorities authorities;
    private final SSLContext context;
    private final SSLParameters parameters;

    private ServerEngines(TlsProvider provider, Tls tls, List<Identity> identities, Authorities authorities) {
        this.provider = provider.fitFor(identities);
        this.tls = tls;
        this.identities = new IdentityChoice(identities);
        this.authorities = authorities;
        context = this.provider.newContext();
        try {
            context.init(
                    new KeyManager[] {this.identities},
                    authorities == null ? new TrustManager[0] : new TrustManager[] {authorities},
                    null);
        } catch (KeyManagementException e) {
            throw new IllegalStateException(e); // keys and authorities were read and tried
        }
        parameters = parameters();
    }

    /** Reads the files. */
    public static ServerEngines of(Tls tls, TlsProvider provider) throws UnfitCertificate {
        return new ServerEngines(
                provider,
                tls,
                TlsFiles.identities(tls),
                tls.clientAuthorities() == null ? null : new Authorities(TlsFiles.authorities(tls)));
    }

    private SSLParameters parameters() {
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
        final SSLEngine engine = provider.newEngine(context, null, 0);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        provider.allowResumption(engine);
        return engine;
    }

    @Override
    public void onStepFor(String serverName) {
        identities.onStepFor(serverName);
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
    public void reload() throws UnfitCertificate {
        final List<Identity> read = TlsFiles.identities(tls);
        provider.require(read);
        if (authorities != null) {
            authorities.exchange(TlsFiles.authorities(tls));
        }
        identities.exchange(read);
    }

    public Tls tls() {
        return tls;
    }

    @Override
    public List<Identity> identities() {
        return identities.identities();
    }
}
