package weir.config.value;

import java.util.Arrays;
import weir.model.Secret;

/** The path of a file that holds a secret: all its bytes but for line ends at its end, which editors put there. */
public final class SecretFile implements ValueType<Secret> {
    private static final String ACCEPTED = "the path of a file of " + Units.SIZE.show(Secret.BYTES_RANGE.min()) + " to "
            + Units.SIZE.show(Secret.BYTES_RANGE.max());
    /** More than a secret may have, and line ends. */
    private static final int BYTES_MAX = (int) Secret.BYTES_RANGE.max() + 16;

    private final SmallFile file = new SmallFile(BYTES_MAX, ACCEPTED);

    @Override
    public Secret read(Location location) {
        final byte[] bytes = file.read(location);
        if (bytes == null) {
            return null;
        }
        int count = bytes.length;
        while (count > 0 && (bytes[count - 1] == '\n' || bytes[count - 1] == '\r')) {
            count--;
        }
        if (!Secret.BYTES_RANGE.has(count)) {
            return file.refuse(location, "a file of " + Units.SIZE.show(count));
        }
        SmallFile.warnOfReaders(location);
        return new Secret(Arrays.copyOf(bytes, count));
    }

    @Override
    public String accepted() {
        return ACCEPTED;
    }
}
