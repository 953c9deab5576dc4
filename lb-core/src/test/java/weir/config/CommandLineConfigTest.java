package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.model.Configuration;
import weir.model.Listener;

class CommandLineConfigTest {
    @Test
    void sendsEveryListenerToOnePoolNamedDefault() {
        final Configuration configuration =
                Reads.configuration(of(List.of("8081", ":8082"), List.of("127.0.0.1:9001", "app.internal:9002")));
        assertEquals(
                List.of(new InetSocketAddress("127.0.0.1", 8081), new InetSocketAddress("0.0.0.0", 8082)),
                configuration.listeners().stream().map(Listener::bind).toList());
        assertEquals(
                List.of("default", "default-2"),
                configuration.listeners().stream().map(Listener::name).toList());
        assertEquals("default", configuration.pools().get(0).name());
        assertEquals(2, configuration.pools().get(0).backends().size());
    }

    @Test
    void isTheSameAsTheFileThatSaysTheSame() {
        final Configuration file = Reads.configuration(
                "{listeners: {default: {bind: 8081, pool: default}}, pools: {default: {backends: [127.0.0.1:1]}}}");
        assertEquals(file, Reads.configuration(of(List.of("8081"), List.of("127.0.0.1:1"))));
    }

    @Test
    void tellsAllProblemsWithTheOptionTheyAreIn() {
        assertEquals(
                List.of(
                        "command line: --listen: found \"8081x\", accepted: host:port, [v6]:port, :port for 0.0.0.0, "
                                + "or a port for 127.0.0.1, or unix:/path",
                        "command line: --listen: found \"127.0.0.1:80\", which --listen has already, accepted: an address "
                                + "of its own",
                        "command line: --backend: found \"9001\", accepted: host:port or [v6]:port, a port from 1 to 65535, or unix:/path",
                        "command line: --backend: found the address of backend \"localhost:1\" again, accepted: each "
                                + "address once in a pool"),
                Reads.problems(
                        of(List.of("8081x", "80", "127.0.0.1:80"), List.of("9001", "localhost:1", "127.0.0.1:1"))));
    }

    @Test
    void wantsAtLeastOneOfEach() {
        assertEquals(
                List.of(
                        "command line: --listen: found nothing, accepted: host:port, [v6]:port, :port for 0.0.0.0, "
                                + "or a port for 127.0.0.1, or unix:/path",
                        "command line: --backend: found nothing, accepted: host:port or [v6]:port, a port from 1 to 65535, or unix:/path"),
                Reads.problems(of(List.of(), List.of())));
    }

    private static ConfigResult of(List<String> listens, List<String> backends) {
        return CommandLineConfig.of(listens, backends, Reads::find);
    }
}
