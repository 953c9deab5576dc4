package weir.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import weir.model.Secret;

/** The path of a file that holds a secret: all its bytes but for line ends at its end, which editors put there. */
final class SecretFile implements Shape<Secret> {
    /** More than a secret may have, and line ends. */
    private static final int READ_MAX = (int) Secret.BYTES_RANGE.max() + 16;

    @Override
    public Secret read(Place place) {
        final String text = place.text();
        if (text == null || text.isBlank()) {
            return place.refuse(accepted());
        }
        try {
            final Path path = Path.of(text);
            return Files.isDirectory(path)
                    ? place.refuse("a directory at " + Quoted.text(text), accepted())
                    : read(place, text, path);
        } catch (InvalidPathException e) {
            return place.refuse(accepted());
        } catch (NoSuchFileException e) {
            return place.refuse("no file at " + Quoted.text(text), accepted());
        } catch (AccessDeniedException e) {
            return place.refuse("a file that may not be read at " + Quoted.text(text), accepted());
        } catch (IOException e) {
            return place.refuse(
                    "a file that cannot be read (" + Quoted.reason(e.getMessage()) + ") at " + Quoted.text(text),
                    accepted());
        }
    }

    private Secret read(Place place, String text, Path path) throws IOException {
        final byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(READ_MAX);
        }
        int count = bytes.length;
        while (count > 0 && (bytes[count - 1] == '\n' || bytes[count - 1] == '\r')) {
            count--;
        }
        return Secret.BYTES_RANGE.has(count)
                ? new Secret(Arrays.copyOf(bytes, count))
                : place.refuse(
                        "a file of " + (bytes.length == READ_MAX ? "more" : Units.SIZE.show(count)) + " at "
                                + Quoted.text(text),
                        accepted());
    }

    @Override
    public String accepted() {
        return "the path of a file of " + Units.SIZE.show(Secret.BYTES_RANGE.min()) + " to "
                + Units.SIZE.show(Secret.BYTES_RANGE.max());
    }
}
