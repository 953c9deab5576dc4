package weir.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads a configuration from a file, or from a pipe: what a shell makes of {@code <(command)}. Blocks on the disk, or until
 * whoever writes into the pipe is done; and on the name service where the file names hosts.
 */
public final class ConfigFile {
    private ConfigFile() {}

    /** Never throws for what the path or the file is like. Names the file in messages as the path does. */
    public static ConfigResult read(Path path) {
        final FileText file = FileText.ofConfiguration(path, ConfigText.BYTES_MAX);
        return file.problem() == null
                ? ConfigText.read(path.toString(), file.text())
                : new ConfigResult.Refused(List.of(file.problem()), List.of());
    }
}
