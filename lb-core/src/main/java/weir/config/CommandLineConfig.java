package weir.config;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import weir.balance.Algorithm;
import weir.config.section.ListenerSection;
import weir.config.section.OnePool;
import weir.config.section.PoolSection;
import weir.config.value.BackendAddress;
import weir.config.value.HostLookup;
import weir.config.value.ListenAddress;
import weir.config.value.Place;
import weir.config.value.Placed;
import weir.config.value.Reading;
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
        final Reading reading = new Reading(lookup);
        final List<SocketAddress> binds = binds(reading, listens);
        final List<Backend> distinct = PoolSection.distinct(backends(reading, backends));
        return Results.of(FILE, reading, reading.hasProblems() ? null : configuration(binds, distinct));
    }

    private static Configuration configuration(List<SocketAddress> binds, List<Backend> backends) {
        return OnePool.of(binds, Algorithm.ROUND_ROBIN, backends, HealthCheck.DEFAULTS, null);
    }

    private static List<SocketAddress> binds(Reading reading, List<String> listens) {
        final ListenAddress shape = new ListenAddress();
        final List<SocketAddress> binds = new ArrayList<>();
        for (String listen : listens) {
            final Place place = Place.outside(reading, LISTEN, listen);
            final SocketAddress bind = shape.read(place);
            if (bind != null) {
                ListenerSection.takeBind(bind, place);
                binds.add(bind);
            }
        }
        if (listens.isEmpty()) {
            reading.refuse(0, LISTEN, "nothing", shape.accepted());
        }
        return binds;
    }

    private static List<Placed<Backend>> backends(Reading reading, List<String> backends) {
        final BackendAddress shape = new BackendAddress();
        final List<Placed<Backend>> placed = new ArrayList<>();
        for (String backend : backends) {
            final Place place = Place.outside(reading, BACKEND, backend);
            final SocketAddress address = shape.read(place);
            if (address != null) {
                placed.add(new Placed<>(new Backend(backend, address), place));
            }
        }
        if (backends.isEmpty()) {
            reading.refuse(0, BACKEND, "nothing", shape.accepted());
        }
        return placed;
    }
}
