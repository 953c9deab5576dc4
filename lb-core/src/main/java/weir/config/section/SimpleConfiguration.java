package weir.config.section;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;

/** A configuration that names nothing: every listener sends everything to the one pool, all else is as by default. */
public final class SimpleConfiguration {
    public static final String NAME = "default";

    private SimpleConfiguration() {}

    /** @param tls null = without */
    public static Configuration of(
            List<? extends SocketAddress> binds,
            Algorithm algorithm,
            List<Backend> backends,
            HealthCheck health,
            BackendTls tls) {
        final Pool plain = new Pool(
                NAME,
                algorithm,
                null,
                backends,
                health,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
        final List<Listener> listeners = new ArrayList<>();
        for (SocketAddress bind : binds) {
            final String name = listeners.isEmpty() ? NAME : NAME + '-' + (listeners.size() + 1);
            listeners.add(new Listener(name, bind, 0, List.of(), ListenerTimeouts.DEFAULTS, ListenerLimits.DEFAULTS));
        }
        return new Configuration(
                RootSection.loopsOfThisMachine(),
                RootSection.AUTO,
                Configuration.SHUTDOWN_MS,
                listeners,
                List.of(plain.withTls(tls)));
    }
}
