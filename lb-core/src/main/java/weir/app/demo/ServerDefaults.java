package weir.app.demo;

import java.util.Map;

/**
 * Settings of the JDK's HTTP server that only exist as system properties, read when its first server is created.
 *
 * <p>What the user set on the command line stays.
 */
final class ServerDefaults {
    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.nodelay", "true", // else Nagle's algorithm adds 40 ms to answers sent in two writes
            "sun.net.httpserver.maxIdleConnections",
                    "10000", // of 200: a balancer keeps more, and must not find them cut
            "sun.net.httpserver.idleInterval", "300"); // seconds, of 30: longer than a balancer keeps them unused

    private ServerDefaults() {}

    static void apply() {
        PROPERTIES.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
    }
}
