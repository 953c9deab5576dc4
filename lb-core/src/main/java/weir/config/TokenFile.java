package weir.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import weir.model.Token;

/** The path of a file that holds a token and nothing else. It is read with the configuration. */
final class TokenFile implements Shape<Token> {
    /** A token, and a line end or two. */
    private static final int BYTES_MAX = (int) Token.CHARS_RANGE.max() + 16;

    @Override
    public Token read(Place place) {
        final String text = place.text();
        if (text == null || text.isBlank()) {
            return place.refuse(accepted());
        }
        try (InputStream in = Files.newInputStream(Path.of(text))) {
            final String content = new String(in.readNBytes(BYTES_MAX), StandardCharsets.ISO_8859_1).strip();
            warnOfOthers(place, Path.of(text));
            return TokenText.read(place, content);
        } catch (IOException | InvalidPathException e) {
            return place.refuse(Quoted.text(text) + ", which cannot be read", accepted());
        }
    }

    private static void warnOfOthers(Place place, Path file) throws IOException {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                place.warn("every user of this machine may read the file; chmod 600 it");
            }
        } catch (UnsupportedOperationException e) {
            return; // a file system without such permissions
        }
    }

    @Override
    public String accepted() {
        return "the path of a file that holds the token alone";
    }
}
