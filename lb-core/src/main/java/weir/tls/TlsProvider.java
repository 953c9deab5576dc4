package weir.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import weir.model.TlsEngine;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

/** Where engines come from: the JDK, or Conscrypt, which is BoringSSL. Immutable, any thread. */
public final class TlsProvider {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Engines give all that they have at once; in case one does not. */
    private static final int UNSENT_MAX = 8;

    private static final String DISABLED = "jdk.tls.server.disableExtensions";

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
        return obstacle() == null
                ? new TlsProvider(Conscrypt.newProviderBuilder()
                        .provideTrustManager(false)
                        .build())
                : null;
    }

    /**
     * Why Conscrypt does not run here; null when it does. Unpacks its library into a directory, loads it and removes
     * it, if it has not been loaded before.
     */
    public static String obstacle() {
        try {
            Conscrypt.checkAvailability();
            return null;
        } catch (LinkageError e) {
            return reason(e);
        }
    }

    /**
     * The innermost says what can be done about it: where the directory is mounted noexec, that another one can be
     * named, and how.
     */
    static String reason(LinkageError e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    /**
     * Has the JDK's server engines leave the names that clients ask for alone. They would refuse some that are in use,
     * such as {@code my_service}; Weir reads them by itself. The JDK looks once, so this comes before anything with
     * TLS, and it is for the whole process, so only for one that is Weir's.
     */
    public static void readNamesOurselves() {
        final String set = System.getProperty(DISABLED);
        if (set == null || set.isBlank()) {
            System.setProperty(DISABLED, "server_name");
        }
    }

    /** This one, or the JDK's own when a key is of a kind that Conscrypt cannot sign with. */
    TlsProvider fitFor(List<Identity> identities) {
        return identities.stream().allMatch(this::canUse) ? this : new TlsProvider(null);
    }

    /** For those who are bound to this one. */
    void require(List<Identity> identities) throws InvalidCertificateException {
        for (Identity identity : identities) {
            if (!canUse(identity)) {
                throw new InvalidCertificateException(
                        InvalidCertificateException.Part.KEY,
                        "a key of the kind " + identity.algorithm()
                                + " needs the JDK's engine, and Conscrypt's is in use; start Weir anew");
            }
        }
    }

    private boolean canUse(Identity identity) {
        return !isNative()
                || identity.algorithm().equals("EC")
                || identity.algorithm().equals("RSA");
    }

    /** The JDK's, which can name and sign everything that Weir reads. */
    TlsProvider fallback() {
        return isNative() ? new TlsProvider(null) : this;
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

    /**
     * @param identities what is shown of us; may be empty where we are the client
     * @param trust judges peers; null = none shows a certificate
     */
    SSLContext newContext(List<Identity> identities, TrustManager trust) {
        try {
            final SSLContext context =
                    provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
            context.init(
                    identities.isEmpty() ? new KeyManager[0] : new KeyManager[] {new SniKeySelector(identities)},
                    trust == null ? new TrustManager[0] : new TrustManager[] {trust},
                    null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException(
                    e); // every JDK has it (JCA standard names); keys and authorities were tried
        }
    }

    /**
     * Frees what lies outside the heap: Conscrypt does so when both ways are closed and nobody has yet to fetch what it
     * would send, be it close_notify or an alert. The JDK's engines have nothing there, and would take an end without
     * close_notify for an error.
     */
    void release(SSLEngine engine, ByteBuffer scratch) {
        if (isNative()) {
            engine.closeOutbound();
            try {
                engine.closeInbound();
                for (int i = 0; i < UNSENT_MAX && !engine.isOutboundDone(); i++) {
                    engine.wrap(NOTHING, scratch.clear());
                }
            } catch (SSLException e) {
                assert engine.isOutboundDone() : "closed even so";
            }
        }
    }
}
