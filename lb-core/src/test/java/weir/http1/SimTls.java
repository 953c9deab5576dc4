package weir.http1;

import java.io.IOException;
import java.util.function.IntUnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import weir.model.BackendTls;
import weir.model.Tls;
import weir.model.TlsEngine;
import weir.pki.InvalidCertificateException;
import weir.testkit.BackendConnection;
import weir.testkit.PeerWire;
import weir.testkit.ScriptedClient;
import weir.testkit.ScriptedPeer;
import weir.testkit.SecuredPeer;
import weir.testkit.Setup;
import weir.testkit.TlsFixtures;
import weir.tls.ClientEngines;
import weir.tls.ServerEngines;
import weir.tls.TlsProvider;

/**
 * Who speaks TLS in one run of the simulation, and how.
 *
 * <p>Contexts are made for each run, so it begins without sessions, whatever ran before; later connections of the run
 * go on with the first one's. The key is RSA: its signatures are all of one length, so the same seed has the same
 * records, though not the same bytes.
 */
final class SimTls {
    private static final String CERTIFICATE = "rsa";
    private static final String TLS_1_3 = "TLSv1.3";
    private static final String HOST = "rsa.example";

    private final Simulation world;
    private final TlsEngine engine;
    private final boolean hasClients;
    private final boolean hasBackends;
    private final String[] clientProtocol;
    private final String[] backendProtocol;
    private final SSLContext clients = TlsFixtures.trustingContext();
    private final ServerEngines backends =
            TlsFixtures.engines(Tls.of(TlsFixtures.certificate(CERTIFICATE)), TlsEngine.JDK);

    SimTls(Simulation world, Setup setup) {
        this.world = world;
        engine = world.chance(0.5) && TlsProvider.of(TlsEngine.CONSCRYPT) != null ? TlsEngine.CONSCRYPT : TlsEngine.JDK;
        final int sides = world.isPrompt() ? 1 : world.random.nextInt(3); // a handshake with a backend takes long
        hasClients = sides != 0;
        hasBackends = sides != 1;
        clientProtocol = someProtocol();
        backendProtocol = someProtocol();
        if (hasClients) {
            setup.tls(TlsFixtures.engines(Tls.of(TlsFixtures.certificate(CERTIFICATE)), engine));
        }
        if (hasBackends) {
            setup.backendTls(towardsBackends());
        }
    }

    private String[] someProtocol() {
        return new String[] {world.chance(0.5) ? TLS_1_3 : "TLSv1.2"};
    }

    private ClientEngines towardsBackends() {
        try {
            return ClientEngines.of(
                    new BackendTls(true, TlsFixtures.file("authority.pem"), HOST, null, Tls.Version.TLS_1_2),
                    TlsProvider.of(engine));
        } catch (InvalidCertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** Before TLS 1.3 close_notify asks for one in return, and Conscrypt answers so in any version. */
    boolean canHalfClose() {
        return engine == TlsEngine.JDK
                && (!hasClients || clientProtocol[0].equals(TLS_1_3))
                && (!hasBackends || backendProtocol[0].equals(TLS_1_3));
    }

    PeerWire client(ScriptedClient wire) {
        if (!hasClients) {
            return wire;
        }
        final SSLEngine made = clients.createSSLEngine(HOST, 443);
        made.setUseClientMode(true);
        return secured(wire, made, clientProtocol);
    }

    PeerWire backend(BackendConnection wire) {
        if (!hasBackends) {
            return wire;
        }
        try {
            return secured(wire, backends.newEngine(), backendProtocol);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PeerWire secured(ScriptedPeer wire, SSLEngine made, String[] protocol) {
        made.setEnabledProtocols(protocol);
        return new SecuredPeer(wire, made, world.isPrompt() ? promptly() : this::sometime);
    }

    private int sometime(int left) {
        return world.isEnding() ? left : world.chance(0.5) ? world.somePiece(left) : 0;
    }

    /** Each time but for some bytes, which come the next time: with the beginning of another record behind them. */
    private IntUnaryOperator promptly() {
        final int[] kept = new int[1];
        return left -> {
            kept[0] = Math.max(0, Math.min(left - kept[0] - 1, 5_000 + world.random.nextInt(5_000)));
            return left - kept[0];
        };
    }
}
