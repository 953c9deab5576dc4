package weir.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A shared secret (RFC 6750 §2.1). It shows itself to nobody, neither in a log nor in a debugger's line. Immutable, any
 * thread.
 */
public final class Token {
    public static final Range CHARS_RANGE = new Range("token", 16, 512);
    private static final String FORM = "[A-Za-z0-9._~+/-]+=*";

    private final byte[] bytes;

    /** @throws IllegalArgumentException unless {@link #isValid} */
    public Token(String text) {
        if (!isValid(Given.one("token", text))) {
            throw new IllegalArgumentException("token: " + text.length() + " characters, not of its form");
        }
        bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    public static boolean isValid(String text) {
        return CHARS_RANGE.has(text.length()) && text.matches(FORM);
    }

    /** Takes as long for a token that is almost right as for any other of its length. */
    public boolean matches(String shown) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && MessageDigest.isEqual(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Token.class.hashCode(); // says nothing about the secret
    }

    @Override
    public String toString() {
        return "Token[...]";
    }
}
