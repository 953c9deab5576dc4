package weir.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import weir.testkit.WireMessage;

/**
 * Whom a backend takes the one for who speaks on one connection, be it Weir. As servers do with NTLM and Negotiate, it
 * asks once and believes then.
 */
final class SimIdentity {
    /** With whom it has begun to talk of it; from then on nobody else may speak here. Null = with nobody. */
    private String tiedTo;
    /** The challenge that was not answered yet; null = none. */
    private String token;
    /** Null until it is sure. */
    private String known;

    private static String client(String path) {
        return path.split("/")[1];
    }

    /** A request has come. */
    void check(String path) {
        assertTrue(
                tiedTo == null || tiedTo.equals(client(path)),
                () -> path + " on the connection of client " + tiedTo + ", who is "
                        + (known == null ? "about to log in" : "logged in"));
    }

    /** What the response to it says of identities: of a name, of a challenge, or nothing. */
    String answer(WireMessage request, String path, Simulation world) {
        final String client = client(path);
        final String credentials = request.field("Authorization");
        if (known == null && credentials == null && world.chance(0.3)) {
            return ""; // anybody may have that
        }
        tiedTo = client;
        if (known == null && credentials != null) {
            understand(credentials, client, world);
        }
        if (known != null) {
            return "X-Identity: " + known + "\r\n";
        }
        final String scheme = token == null ? world.chance(0.3) ? "Negotiate" : "NTLM" : "NTLM " + token;
        final String before = token == null && world.chance(0.3) ? "Basic realm=\"a, b\", " : "";
        return (world.chance(0.2) ? "Proxy-Authenticate: " : "WWW-Authenticate: ") + before + scheme + "\r\n";
    }

    private void understand(String credentials, String client, Simulation world) {
        final String challenge = token;
        token = null;
        if (credentials.startsWith("NTLM 1-")) {
            token = "t" + world.random.nextInt(1_000_000);
        } else if (credentials.startsWith("Negotiate ") || credentials.equals("NTLM 3-" + client + "-" + challenge)) {
            known = credentials
                    .substring(credentials.indexOf(' ') + 1)
                    .replaceFirst("^3-", "")
                    .replaceFirst("-.*", "");
        }
    }
}
