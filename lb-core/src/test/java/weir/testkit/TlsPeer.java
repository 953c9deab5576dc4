package weir.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.function.IntUnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A client that speaks TLS over a {@link ScriptedClient}, with the JDK's engine. Thread: the test's. */
public final class TlsPeer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int ROUNDS_MAX = 100;

    private final LoopHarness harness;
    private final ScriptedClient client;
    private final SSLEngine engine;
    private final StringBuilder payload = new StringBuilder();
    /** How many bytes of what is left go in one piece. */
    private IntUnaryOperator pieces = left -> left;

    private boolean hasEnd;
    private String refusal;

    private TlsPeer(LoopHarness harness, SSLEngine engine) {
        this.harness = harness;
        this.engine = engine;
        client = harness.client();
    }

    /** Has connected and said nothing yet. */
    public static TlsPeer connect(LoopHarness harness, String protocol) {
        try {
            final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream in = Files.newInputStream(TlsFixtures.file("authority.pem"))) {
                store.setCertificateEntry(
                        "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            final SSLEngine engine = context.createSSLEngine("localhost", 443);
            engine.setUseClientMode(true);
            final SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            engine.setSSLParameters(parameters);
            engine.beginHandshake();
            return new TlsPeer(harness, engine);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    public SSLEngine engine() {
        return engine;
    }

    /** What it sends comes in pieces of so many bytes. */
    public TlsPeer inPiecesOf(int bytes) {
        pieces = left -> Math.min(left, bytes);
        return this;
    }

    /** The bytes on the wire. */
    public ScriptedClient wire() {
        return client;
    }

    /** Both sides do what they can until nothing more happens. */
    public TlsPeer settle() {
        for (int rounds = 0, idle = 0; idle < 2 && refusal == null; rounds++) {
            if (rounds == ROUNDS_MAX) {
                throw new AssertionError("no end of it: " + engine.getHandshakeStatus());
            }
            harness.settle();
            idle = receive() | answer() ? 0 : idle + 1;
        }
        return this;
    }

    /** The first message of a handshake, and nothing more. */
    public TlsPeer sendsHello() {
        answer();
        return this;
    }

    /** What the alert said that Weir has sent; null = there was none. */
    public String refusal() {
        settle();
        return refusal;
    }

    /** Sends what the handshake asks for. */
    private boolean answer() {
        boolean isBusy = false;
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (!wrap(NOTHING)) {
                        return isBusy;
                    }
                }
                default -> {
                    return isBusy;
                }
            }
            isBusy = true;
        }
    }

    private boolean wrap(ByteBuffer text) {
        final ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        try {
            engine.wrap(text, record);
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
        record.flip();
        final boolean isMade = record.hasRemaining();
        while (record.hasRemaining()) {
            final byte[] piece = new byte[pieces.applyAsInt(record.remaining())];
            record.get(piece);
            client.sends(new String(piece, StandardCharsets.ISO_8859_1));
        }
        return isMade;
    }

    private boolean receive() {
        final String wire = client.unseen();
        final ByteBuffer records = ByteBuffer.wrap(wire.getBytes(StandardCharsets.ISO_8859_1));
        final ByteBuffer into = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        boolean isBusy = false;
        while (true) {
            final SSLEngineResult result;
            try {
                result = engine.unwrap(records, into.clear());
            } catch (SSLException e) {
                refusal = e.getMessage();
                break;
            }
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0 || hasEnd) {
                break;
            }
            isBusy = true;
            hasEnd = result.getStatus() == SSLEngineResult.Status.CLOSED;
            payload.append(StandardCharsets.ISO_8859_1.decode(into.flip()));
            answer();
        }
        client.sees(records.position());
        return isBusy;
    }

    /** Whole records of it; nothing happens until someone lets it. */
    public TlsPeer sends(String text) {
        final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            if (!wrap(bytes)) {
                throw new AssertionError("this peer's side has ended");
            }
        }
        return this;
    }

    /** All that came and was not taken yet; takes it. */
    public String takes() {
        settle();
        final String text = payload.toString();
        payload.setLength(0);
        return text;
    }

    /** Sends close_notify. */
    public void endsInOrder() {
        engine.closeOutbound();
        wrap(NOTHING);
    }

    /** Weir has sent close_notify. */
    public boolean hasEnd() {
        settle();
        return hasEnd;
    }
}
