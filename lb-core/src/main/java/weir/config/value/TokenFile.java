package weir.config.value;

import java.nio.charset.StandardCharsets;
import weir.model.Token;

/** The path of a file that holds a token and nothing else. */
public final class TokenFile implements ValueType<Token> {
    private static final String ACCEPTED = "the path of a file that holds the token alone";
    /** A token, and a line end or two. */
    private static final int BYTES_MAX = (int) Token.CHARS_RANGE.max() + 16;

    private final SmallFile file = new SmallFile(BYTES_MAX, ACCEPTED);

    @Override
    public Token read(Location location) {
        final byte[] bytes = file.read(location);
        if (bytes == null) {
            return null;
        }
        SmallFile.warnOfReaders(location);
        return TokenText.read(location, new String(bytes, StandardCharsets.ISO_8859_1).strip());
    }

    @Override
    public String accepted() {
        return ACCEPTED;
    }
}
