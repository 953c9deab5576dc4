package weir.config.value;

import java.nio.file.Path;
import java.util.Optional;
import weir.model.AccessLog;

/** The path of a file to write, standard output, or none. */
public final class LogFile implements ValueType<Optional<Path>> {
    private final OutputFile file = new OutputFile();

    @Override
    public Optional<Path> read(Location location) {
        return AccessLog.STDOUT.toString().equals(location.text())
                ? Optional.of(AccessLog.STDOUT)
                : file.read(location, accepted());
    }

    @Override
    public String accepted() {
        return "none, " + AccessLog.STDOUT + " for standard output, or the path of a file";
    }

    @Override
    public String show(Optional<Path> path) {
        return file.show(path);
    }
}
