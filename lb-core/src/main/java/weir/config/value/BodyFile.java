package weir.config.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import weir.model.FixedResponse;

/** The path of a text file; becomes the text. */
public final class BodyFile implements ValueType<String> {
    private static final int BYTES_MAX = (int) FixedResponse.TEXT_RANGE.max();
    private static final String ACCEPTED =
            "the path of a readable file of at most " + Units.SIZE.show(BYTES_MAX) + " in UTF-8";

    private final SmallFile file = new SmallFile(BYTES_MAX, ACCEPTED);

    @Override
    public String read(Location location) {
        final byte[] bytes = file.read(location);
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return file.refuse(location, "a file that is not UTF-8");
        }
    }

    @Override
    public String accepted() {
        return ACCEPTED;
    }
}
