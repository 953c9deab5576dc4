package weir.config.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The path of a file that is read now and whenever it changes. Whether it can be is for the section to find out. */
public record ReadableFile(String accepted) implements Shape<Path> {
    @Override
    public Path read(Place place) {
        final String text = place.text();
        try {
            return text == null || text.isBlank() ? place.refuse(accepted) : Path.of(text);
        } catch (InvalidPathException e) {
            return place.refuse(accepted);
        }
    }
}
