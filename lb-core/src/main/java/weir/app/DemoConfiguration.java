package weir.app;

import java.util.List;
import java.util.stream.Collectors;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.Configuration;

/** What the demo serves, read from the same text that a user would write into a file. */
final class DemoConfiguration {
    private static final String YAML = """
            listeners:
              web: {bind: 127.0.0.1:%d, pool: demo}
            pools:
              demo:
                # exact, so that three backends get thirds of any few requests, whichever loops they meet
                balance: {algorithm: round-robin, order: exact}
                backends: [%s]
                # quick enough to watch
                health: {type: http, path: /health, interval: 1s, timeout: 500ms, rise: 1, fall: 2}
            shutdown: 5s
            admin: %s
            """;

    private DemoConfiguration() {}

    /**
     * @param port of the listener; 0 = any that is free
     * @param backends ready ones
     * @param admin port of the admin API; 0 = any that is free
     */
    static Configuration of(int port, List<BackendProcess> backends, int admin) {
        final String entries = backends.stream().map(DemoConfiguration::entry).collect(Collectors.joining(", "));
        final ConfigResult result = ConfigText.read("demo", YAML.formatted(port, entries, admin));
        if (result instanceof ConfigResult.Loaded loaded) {
            return loaded.configuration();
        }
        throw new AssertionError(result); // our own text
    }

    private static String entry(BackendProcess backend) {
        return "{id: " + backend.name() + ", address: " + Url.authority(backend.address()) + "}";
    }
}
