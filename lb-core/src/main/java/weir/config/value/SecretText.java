package weir.config.value;

import java.nio.charset.StandardCharsets;
import weir.model.Secret;

/** A secret in the file itself. What was found is not said in messages. */
public final class SecretText implements ValueType<Secret> {
    @Override
    public Secret read(Location location) {
        final String text = location.text();
        if (text == null) {
            return location.refuse(accepted());
        }
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Secret.BYTES_RANGE.has(bytes.length)
                ? new Secret(bytes)
                : location.refuse("a text of " + Units.SIZE.show(bytes.length), accepted());
    }

    @Override
    public String accepted() {
        return "a text of " + Units.SIZE.show(Secret.BYTES_RANGE.min()) + " to "
                + Units.SIZE.show(Secret.BYTES_RANGE.max());
    }
}
