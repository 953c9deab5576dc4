package weir.config;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import weir.balance.Algorithm;
import weir.config.section.ListenerSection;
import weir.config.section.PoolSection;
import weir.config.section.SimpleConfiguration;
import weir.config.value.BackendAddress;
import weir.config.value.HostLookup;
import weir.config.value.ListenAddress;
import weir.config.value.Located;
import weir.config.value.Location;
import weir.config.value.ParseContext;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.HealthCheck;

/** A configuration without a file: {@code run --listen 8080 --backend 127.0.0.1:9001}. */
public final class CommandLineConfig {
    private static final String FILE = "command line";
    private static final String LISTEN = "--listen";
    private static final String BACKEND = "--backend";

    private CommandLineConfig() {}

    /**
     * One pool, named {@code default}, of all backends, and a listener for each address. Blocks on the name service
     * where an address has a name.
     *
     * @param listens as {@code listeners.<name>.bind} of a file; a bare port is one of 127.0.0.1
     * @param backends as {@code pools.<name>.backends} of a file, {@code host:port}
     */
    public static ConfigResult of(List<String> listens, List<String> backends) {
        return of(listens, backends, InetAddress::getByName);
    }

    static ConfigResult of(List<String> listens, List<String> backends, HostLookup lookup) {
        final ParseContext context = new ParseContext(lookup);
        final List<SocketAddress> binds = binds(context, listens);
        final List<Backend> distinct = PoolSection.distinct(backends(context, backends));
        return Results.of(FILE, context, context.hasProblems() ? null : configuration(binds, distinct));
    }

    private static Configuration configuration(List<SocketAddress> binds, List<Backend> backends) {
        return SimpleConfiguration.of(binds, Algorithm.ROUND_ROBIN, backends, HealthCheck.DEFAULTS, null);
    }

    private static List<SocketAddress> binds(ParseContext context, List<String> listens) {
        final ListenAddress type = new ListenAddress();
        final List<SocketAddress> binds = new ArrayList<>();
        for (String listen : listens) {
            final Location location = Location.outside(context, LISTEN, listen);
            final SocketAddress bind = type.read(location);
            if (bind != null) {
                ListenerSection.takeBind(bind, location);
                binds.add(bind);
            }
        }
        if (listens.isEmpty()) {
            context.refuse(0, LISTEN, "nothing", type.accepted());
        }
        return binds;
    }

    private static List<Located<Backend>> backends(ParseContext context, List<String> backends) {
        final BackendAddress type = new BackendAddress();
        final List<Located<Backend>> located = new ArrayList<>();
        for (String backend : backends) {
            final Location location = Location.outside(context, BACKEND, backend);
            final SocketAddress address = type.read(location);
            if (address != null) {
                located.add(new Located<>(new Backend(backend, address), location));
            }
        }
        if (backends.isEmpty()) {
            context.refuse(0, BACKEND, "nothing", type.accepted());
        }
        return located;
    }
}
