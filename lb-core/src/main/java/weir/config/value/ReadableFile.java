package weir.config.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The path of a file that is read now and whenever it changes. Whether it can be is for the section to find out. */
public record ReadableFile(String accepted) implements ValueType<Path> {
    @Override
    public Path read(Location location) {
        final String text = location.text();
        try {
            return text == null || text.isBlank() ? location.refuse(accepted) : Path.of(text);
        } catch (InvalidPathException e) {
            return location.refuse(accepted);
        }
    }
}
