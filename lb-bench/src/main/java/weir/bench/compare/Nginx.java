package weir.bench.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.bench.host.ShortCommand;
import weir.bench.host.Tool;

/** nginx, as the origin and as a peer. Any thread. */
final class Nginx {
    private static final Pattern MODULES_PATH = Pattern.compile("--modules-path=(\\S+)");

    /** The word in its configuration where that module is loaded. */
    static final String STREAM = "STREAM";

    private Nginx() {}

    /** @param name of the process and its files; there may be several */
    static Peer origin(String name) {
        return new Peer(name, "origin", ".conf", command(), Map.of(), Peer.NATIVE_WARM_UP_SECONDS);
    }

    static Peer peer() {
        final Map<String, String> values = Map.of(
                STREAM, streamModule().map(file -> "load_module " + file + ";").orElse(""));
        return new Peer("nginx", "nginx", ".conf", command(), values, Peer.NATIVE_WARM_UP_SECONDS);
    }

    private static List<String> command() {
        return List.of(Tool.NGINX.require(), "-e", "stderr", "-p", "@DIR@", "-c", "@CONFIG@");
    }

    /** What relays TCP is a module that distributions package apart. */
    private static Optional<Path> streamModule() {
        final Matcher path = MODULES_PATH.matcher(ShortCommand.output(Tool.NGINX.require(), "-V"));
        return path.find()
                ? Optional.of(Path.of(path.group(1), "ngx_stream_module.so")).filter(Files::isRegularFile)
                : Optional.empty();
    }
}
