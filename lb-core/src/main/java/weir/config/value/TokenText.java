package weir.config.value;

import weir.model.Token;

/** A secret. Messages tell its length and not more. */
public final class TokenText implements ValueType<Token> {
    private static final String ACCEPTED = Token.CHARS_RANGE.min() + " to " + Token.CHARS_RANGE.max()
            + " letters, digits, dashes, dots, underscores, tildes, pluses or slashes, equals signs at the end only";

    @Override
    public Token read(Location location) {
        return location.text() == null ? location.refuse("no text", accepted()) : read(location, location.text());
    }

    public static Token read(Location location, String text) {
        return Token.isValid(text)
                ? new Token(text)
                : location.refuse("a token of " + text.length() + " characters", ACCEPTED);
    }

    @Override
    public String accepted() {
        return ACCEPTED;
    }
}
