package weir.tls;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;
import weir.model.TlsEngine;

/** Where engines come from: the JDK, or Conscrypt, which is BoringSSL. Immutable, any thread. */
public final class TlsProvider {
    /** Null = the JDK's own. */
    private final Provider provider;

    private TlsProvider(Provider provider) {
        this.provider = provider;
    }

    /** Null when this machine cannot run it: Conscrypt is native code. */
    public static TlsProvider of(TlsEngine engine) {
        return switch (engine) {
            case JDK -> new TlsProvider(null);
            case CONSCRYPT -> conscrypt();
            case AUTO -> {
                final TlsProvider conscrypt = conscrypt();
                yield conscrypt == null ? new TlsProvider(null) : conscrypt;
            }
        };
    }

    private static TlsProvider conscrypt() {
        try {
            Conscrypt.checkAvailability();
            return new TlsProvider(
                    Conscrypt.newProviderBuilder().provideTrustManager(false).build());
        } catch (LinkageError e) {
            return null;
        }
    }

    public boolean isNative() {
        return provider != null;
    }

    /** Conscrypt knows tickets, too, but wants to be asked for them. */
    void allowResumption(SSLEngine engine) {
        if (isNative()) {
            Conscrypt.setUseSessionTickets(engine, true);
        }
    }

    /**
     * @param host with whom to connect, and {@code port}; null = with whoever comes
     * @throws IOException when there is no descriptor left: Conscrypt opens a pipe for each engine
     */
    SSLEngine newEngine(SSLContext context, String host, int port) throws IOException {
        try {
            return host == null ? context.createSSLEngine() : context.createSSLEngine(host, port);
        } catch (RuntimeException e) {
            if (isNative() && e.getCause() instanceof SSLException) { // "Unable to create application data"
                throw new IOException("Too many open files", e);
            }
            throw e;
        }
    }

    SSLContext newContext() {
        try {
            return provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it (JCA standard names)
        }
    }

    /** Frees what lies outside the heap. The JDK's engines have nothing there, and would take an end without close_notify for an error. */
    void release(SSLEngine engine) {
        if (isNative()) {
            engine.closeOutbound();
            try {
                engine.closeInbound();
            } catch (SSLException e) {
                assert engine.isOutboundDone() : "closed even so";
            }
        }
    }
}
