package weir.system;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Configuration files of the tests: one listener on a free port, one pool. */
final class Yaml {
    private Yaml() {}

    static String before(int... backendPorts) {
        return of("", "", backendPorts);
    }

    /** The same without HTTP. */
    static String tcp(String pool, int... backendPorts) {
        return of("", pool, backendPorts).replace("pool: app}", "mode: tcp, pool: app}");
    }

    /**
     * @param top further lines at the top, such as {@code loops: 1}
     * @param pool further keys of the pool, each with a comma before it: {@code , health: none}
     */
    static String of(String top, String pool, int... backendPorts) {
        final String backends = Arrays.stream(backendPorts)
                .mapToObj(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(", "));
        return """
                %s
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app}
                pools:
                  app: {backends: [%s]%s}
                """.formatted(top, backends, pool);
    }
}
