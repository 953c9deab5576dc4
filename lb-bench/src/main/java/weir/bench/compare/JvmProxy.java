package weir.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.bench.host.Jvm;
import weir.bench.peers.JettyProxy;
import weir.bench.peers.UndertowProxy;
import weir.bench.peers.VertxProxy;

/** Proxies on other Java servers, each a small program in this jar. Immutable, any thread. */
enum JvmProxy {
    UNDERTOW(UndertowProxy.class),
    VERTX(VertxProxy.class),
    JETTY(JettyProxy.class);

    private final Class<?> main;

    JvmProxy(Class<?> main) {
        this.main = main;
    }

    static JvmProxy of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As a process of its own. */
    Peer peer(Jvm jvm, int warmUpSeconds) {
        final List<String> command = new ArrayList<>(jvm.command());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "@PORT@", "@ORIGIN@"));
        return new Peer(name().toLowerCase(Locale.ROOT), null, null, command, Map.of(), warmUpSeconds);
    }
}
