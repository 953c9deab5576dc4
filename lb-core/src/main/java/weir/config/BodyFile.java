package weir.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import weir.model.FixedResponse;

/** The path of a text file; becomes the text. Read once, with the configuration. */
final class BodyFile implements Shape<String> {
    private static final int BYTES_MAX = (int) FixedResponse.TEXT_RANGE.max();

    @Override
    public String read(Place place) {
        final String path = place.text();
        if (path == null || path.isBlank()) {
            return place.refuse(accepted());
        }
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            final byte[] bytes = in.readNBytes(BYTES_MAX + 1); // one more shows that there is more
            return bytes.length > BYTES_MAX
                    ? refuse(place, path, "which is longer")
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (CharacterCodingException e) {
            return refuse(place, path, "which is not UTF-8");
        } catch (IOException | InvalidPathException e) {
            return refuse(place, path, "which cannot be read");
        }
    }

    private <T> T refuse(Place place, String path, String why) {
        return place.refuse(Quoted.text(path) + ", " + why, accepted());
    }

    @Override
    public String accepted() {
        return "the path of a readable file of at most " + Units.SIZE.show(BYTES_MAX) + " in UTF-8";
    }
}
