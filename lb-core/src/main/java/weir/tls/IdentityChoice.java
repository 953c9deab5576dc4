package weir.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Answers an engine that asks for a certificate: the one for the name the client wants, of the kind that both sides can use; else the first.
 *
 * <p>The set can be exchanged at any time. An engine asks three times per handshake, by the alias it was given, so the set before the last exchange is kept. Any
 * thread.
 */
final class IdentityChoice extends X509ExtendedKeyManager {
    private static final char SEPARATOR = '.';

    /** @param generation part of the aliases, so that they do not lead into another set */
    private record Generation(int generation, List<Identity> identities, Generation before) {}

    private volatile Generation current;
    /** Not by engine: the one that asks may be another object than the one we hold (Conscrypt). */
    private final ThreadLocal<String> name = new ThreadLocal<>();

    IdentityChoice(List<Identity> identities) {
        current = new Generation(0, List.copyOf(identities), null);
    }

    /** Handshakes that begin from now on use these. */
    void exchange(List<Identity> identities) {
        final Generation old = current;
        current = new Generation(
                old.generation + 1, List.copyOf(identities), new Generation(old.generation, old.identities, null));
    }

    List<Identity> identities() {
        return current.identities;
    }

    /** What the key is asked for next on this thread, is for that name; null = none. In lower case. */
    void onStepFor(String serverName) {
        name.set(serverName);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        final Generation now = current;
        final int index = find(now.identities, name.get(), keyType);
        return index < 0 ? null : now.generation + String.valueOf(SEPARATOR) + index;
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
        final Generation now = current;
        return List.of(keyTypes).contains(now.identities.get(0).algorithm())
                ? now.generation + String.valueOf(SEPARATOR) + 0
                : null;
    }

    private Identity identity(String alias) {
        final int separator = alias.indexOf(SEPARATOR);
        final int generation = Integer.parseInt(alias.substring(0, separator));
        final int index = Integer.parseInt(alias.substring(separator + 1));
        for (Generation at = current; at != null; at = at.before) {
            if (at.generation == generation) {
                return at.identities.get(index);
            }
        }
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        final Identity identity = identity(alias);
        return identity == null ? null : identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        final Identity identity = identity(alias);
        return identity == null ? null : identity.key();
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
