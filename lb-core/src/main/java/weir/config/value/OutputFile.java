package weir.config.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The path of a file to write, or none. */
public final class OutputFile implements ValueType<Optional<Path>> {
    private static final String NONE = "none";

    @Override
    public Optional<Path> read(Location location) {
        return read(location, accepted());
    }

    /** @param accepted what else would do */
    public Optional<Path> read(Location location, String accepted) {
        final String text = location.text();
        if (NONE.equals(text)) {
            return Optional.empty();
        }
        try {
            return text == null || text.isBlank() ? location.refuse(accepted) : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return location.refuse(accepted);
        }
    }

    @Override
    public String accepted() {
        return "none or the path of a file";
    }

    @Override
    public String show(Optional<Path> file) {
        return file.map(Path::toString).orElse(NONE);
    }
}
