package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.config.value.LocalAddresses;

/** A pool that leads back to a listener of the same Weir sends its requests round in circles. */
class OwnListenerTest {
    @ParameterizedTest(name = "{0} <- {1}: {2}")
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1:80, true",
        "127.0.0.1:80, localhost:80, true",
        "127.0.0.1:80, 0.0.0.0:80, true",
        "127.0.0.1:80, 127.0.0.1:81, false",
        "127.0.0.1:80, 127.0.0.2:80, false",
        "127.0.0.1:80, '[::1]:80', false",
        ":80, 127.0.0.2:80, true",
        ":80, '[::1]:80', false",
        "'[::]:80', '[::1]:80', true",
        "'[::]:80', 127.0.0.1:80, true",
        "'[::1]:80', '[::]:80', true",
        ":80, 192.0.2.1:80, false",
        ":80, unknown.test:80, false",
        "unix:/run/a.sock, unix:/run/../run/a.sock, true",
        "unix:/run/a.sock, unix:/run/b.sock, false",
        "unix:/run/a.sock, 127.0.0.1:80, false",
        "0, 127.0.0.1:80, false",
    })
    void warnsOfABackendThatIsAListener(String bind, String backend, boolean isOne) {
        final String text = """
                listeners: {web: {bind: "%s", pool: app}}
                pools: {app: {backends: [127.0.0.1:1, {address: "%s"}]}}
                """.formatted(bind, backend);
        assertEquals(List.of(), Reads.problems(text));
        final List<String> expected = isOne
                ? List.of("weir.yaml:2: pools.app.backends[1]: warning: this is where listeners.web.bind accepts, so "
                        + "requests come back to this Weir")
                : List.of();
        assertEquals(
                expected,
                Reads.warnings(text).stream()
                        .filter(warning -> !warning.contains("does not resolve"))
                        .toList());
    }

    @Test
    void knowsAllAddressesOfThisMachine() throws SocketException {
        final InetSocketAddress wildcard = new InetSocketAddress("::", 80);
        final List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertFalse(own.isEmpty());
        final LocalAddresses asked = new LocalAddresses();
        for (InetAddress address : own) {
            assertTrue(asked.leadsTo(wildcard, new InetSocketAddress(address, 80)), address::toString);
        }
        assertFalse(asked.leadsTo(wildcard, UnixDomainSocketAddress.of("/run/a.sock")));
    }

    @Test
    void warnsWithoutAFileAndForTheOlderBalancersFileToo() {
        assertEquals(
                List.of("command line: --backend: warning: this is where --listen accepts, so requests come back to "
                        + "this Weir"),
                Reads.warnings(CommandLineConfig.of(List.of(":80"), List.of("127.0.0.1:80"), Reads::find)));
        assertEquals(
                List.of("weir.yaml:1: servers[0]: warning: this is where addr accepts, so requests come back to this "
                        + "Weir"),
                Reads.warnings("{addr: ':80', servers: [{addr: 'http://localhost'}]}"));
    }
}
