package weir.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import weir.model.Secret;

/**
 * Proves to the receiver of a message that it comes from someone who knows the secret: HMAC-SHA256 (RFC 2104) over the
 * second in which it was sent, a dot, and the body. With the second inside, an old message cannot be sent again as a
 * new one.
 *
 * <p>Immutable; one thread at a time.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Signature(Secret secret) {
        key = new SecretKeySpec(secret.bytes(), ALGORITHM);
    }

    /** Value of the field {@code Weir-Signature}: {@code t=SECONDS,v1=HEX}. */
    String of(long seconds, byte[] body) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
