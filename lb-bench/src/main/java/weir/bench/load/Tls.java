package weir.bench.load;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import weir.bench.host.CannotMeasure;

/** How connections are secured. Immutable, any thread. */
public record Tls(SSLContext context, boolean verifies) {
    /** With the JDK's certificates, or without any check at all. */
    public static Tls of(boolean isInsecure) {
        try {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, isInsecure ? new TrustManager[] {new TrustsAll()} : null, null);
            return new Tls(context, !isInsecure);
        } catch (GeneralSecurityException e) {
            throw new CannotMeasure("this JVM has no TLS: " + e.getMessage());
        }
    }

    Wire wire(SocketChannel channel, Target target) throws IOException {
        final SSLEngine engine = context.createSSLEngine(target.host(), target.port());
        engine.setUseClientMode(true);
        final SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (verifies) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        return new TlsWire(channel, engine);
    }

    /** For test certificates. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
