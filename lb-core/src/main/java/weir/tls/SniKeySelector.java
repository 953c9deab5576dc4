package weir.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import weir.pki.Identity;

/**
 * Answers an engine that asks for a certificate: the one for the name the client wants, of the kind that both sides can
 * use; else the first. An alias is an index. Immutable, any thread.
 */
final class SniKeySelector extends X509ExtendedKeyManager {
    /** Not by engine: the one that asks may be another object than the one we hold (Conscrypt). */
    private static final ThreadLocal<String> NAME = new ThreadLocal<>();

    private final List<Identity> identities;

    SniKeySelector(List<Identity> identities) {
        this.identities = List.copyOf(identities);
    }

    /** What any key is asked for next on this thread, is for that name; null = none. In lower case. */
    static void onStepFor(String serverName) {
        NAME.set(serverName);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        final int index = find(identities, NAME.get(), keyType);
        return index < 0 ? null : String.valueOf(index);
    }

    /** -1 when the name's certificates are of other kinds; the engine then asks for another one. */
    private static int find(List<Identity> identities, String name, String keyType) {
        boolean isKnown = false;
        for (int i = 0; name != null && i < identities.size(); i++) {
            if (identities.get(i).isFor(name)) {
                isKnown = true;
                if (identities.get(i).algorithm().equals(keyType)) {
                    return i;
                }
            }
        }
        return isKnown || !identities.get(0).algorithm().equals(keyType) ? -1 : 0;
    }

    /** Towards a backend: the only one there is, if the backend can make use of it. */
    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return List.of(keyTypes).contains(identities.get(0).algorithm()) ? "0" : null;
    }

    private Identity identity(String alias) {
        return identities.get(Integer.parseInt(alias));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity(alias).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity(alias).key();
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("there are no blocking sockets");
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
