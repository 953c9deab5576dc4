package weir.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import weir.config.value.HostLookup;

/**
 * Reads a configuration from a file, or from a pipe: what a shell makes of {@code <(command)}. Blocks on the disk, or
 * until whoever writes into the pipe is done; and on the name service where the file names hosts.
 */
public final class ConfigFile {
    private ConfigFile() {}

    /** Never throws for what the path or the file is like. Names the file in messages as the path does. */
    public static ConfigResult read(Path path) {
        return read(path, () -> {});
    }

    /** @param onText called when the text is there, before any name is looked up; also when there is none to be had */
    public static ConfigResult read(Path path, Runnable onText) {
        return read(path, onText, InetAddress::getByName);
    }

    static ConfigResult read(Path path, Runnable onText, HostLookup lookup) {
        final FileText file = FileText.ofConfiguration(path, ConfigText.BYTES_MAX);
        onText.run();
        return file.problem() == null
                ? ConfigText.read(path.toString(), file.text(), lookup)
                : new ConfigResult.Refused(List.of(file.problem()), List.of());
    }
}
