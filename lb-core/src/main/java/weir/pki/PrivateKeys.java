package weir.pki;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import weir.pki.InvalidCertificateException.Part;

/**
 * Private keys in the three forms that openssl writes: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY})
 * and SEC 1 ({@code EC PRIVATE KEY}).
 *
 * <p>The JDK reads PKCS#8 only. The other two are what PKCS#8 wraps, together with the kind of key; and the kind stands
 * in the certificate, too, in the same bytes (RFC 5208 §5, RFC 5280 §4.1.2.7).
 */
final class PrivateKeys {
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    /** The first key of the file, if it is that of the certificate with {@code publicKey}. */
    static PrivateKey read(Path file, PublicKey publicKey) throws InvalidCertificateException {
        for (PemBlock block : PemBlock.read(file, Part.KEY)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                final PrivateKey key = parse(block, file, publicKey);
                requireMatch(key, publicKey, file);
                return key;
            }
        }
        throw new InvalidCertificateException(Part.KEY, file + " has no private key in it");
    }

    private static PrivateKey parse(PemBlock block, Path file, PublicKey publicKey) throws InvalidCertificateException {
        if (block.isEncrypted()) {
            throw new InvalidCertificateException(
                    Part.KEY, file + " has an encrypted key; decrypt it with openssl pkey -in FILE -out FILE");
        }
        final byte[] pkcs8 = switch (block.label()) {
            case "PRIVATE KEY" -> block.bytes();
            case "RSA PRIVATE KEY" -> wrapped(block, "RSA", publicKey, file);
            case "EC PRIVATE KEY" -> wrapped(block, "EC", publicKey, file);
            default ->
                throw new InvalidCertificateException(
                        Part.KEY, file + " has a " + block.label() + ", which Weir does not read");
        };
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException e) { // a parser that meets what it has not expected
            throw mismatch(file);
        }
    }

    private static byte[] wrapped(PemBlock block, String kind, PublicKey publicKey, Path file)
            throws InvalidCertificateException {
        if (!publicKey.getAlgorithm().equals(kind)) {
            throw mismatch(file);
        }
        return der(SEQUENCE, VERSION_0, kindOf(publicKey.getEncoded()), der(OCTET_STRING, block.bytes()));
    }

    /**
     * The first element of SubjectPublicKeyInfo, an AlgorithmIdentifier. The JDK has written these bytes itself, so
     * they are what they should be.
     */
    private static byte[] kindOf(byte[] publicKeyInfo) {
        final int from = headerBytes(publicKeyInfo, 0);
        final int to = from + headerBytes(publicKeyInfo, from) + contentBytes(publicKeyInfo, from);
        return Arrays.copyOfRange(publicKeyInfo, from, to);
    }

    private static int headerBytes(byte[] der, int at) {
        return der[at + 1] >= 0 ? 2 : 2 + (der[at + 1] & 0x7f);
    }

    private static int contentBytes(byte[] der, int at) {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        int bytes = 0;
        for (int i = 0; i < (der[at + 1] & 0x7f); i++) {
            bytes = bytes << 8 | der[at + 2 + i] & 0xff;
        }
        return bytes;
    }

    private static byte[] der(byte tag, byte[]... contents) {
        int bytes = 0;
        for (byte[] content : contents) {
            bytes += content.length;
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 5);
        out.write(tag);
        writeLength(out, bytes);
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** In as few bytes as it takes (X.690 §10.1). */
    private static void writeLength(ByteArrayOutputStream out, int bytes) {
        if (bytes < 0x80) {
            out.write(bytes);
            return;
        }
        final int count = (39 - Integer.numberOfLeadingZeros(bytes)) / 8;
        out.write(0x80 | count);
        for (int i = count - 1; i >= 0; i--) {
            out.write(bytes >> 8 * i);
        }
    }

    /** Signs something and looks whether the certificate confirms it: the one way that fits all kinds of keys. */
    private static void requireMatch(PrivateKey key, PublicKey publicKey, Path file)
            throws InvalidCertificateException {
        try {
            final Signature signature = Signature.getInstance(signatureFor(publicKey));
            final byte[] text = {1, 2, 3};
            signature.initSign(key);
            signature.update(text);
            final byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            if (!signature.verify(signed)) {
                throw mismatch(file);
            }
        } catch (GeneralSecurityException e) {
            throw mismatch(file);
        }
    }

    private static String signatureFor(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm(); // EdDSA
        };
    }

    private static InvalidCertificateException mismatch(Path file) {
        return new InvalidCertificateException(Part.KEY, file + " is not the key of the certificate");
    }
}
