package weir.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.snapshot.Destination;
import weir.snapshot.ResolvedHosts;
import weir.snapshot.Snapshot;
import weir.testkit.Setup;

class NameThreadTest {
    private final Snapshot snapshot = Snapshot.of(new Setup().named("app.test").configuration(), 1);
    private final SocketAddress address =
            snapshot.pools().get(0).backends().get(0).address();
    private final Map<String, InetAddress[]> names = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final NameThread thread = new NameThread(() -> snapshot, this::find, 1_000, host -> told.add(host.name()));

    private InetAddress[] find(String host) throws UnknownHostException {
        if (!names.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return names.get(host);
    }

    private static InetAddress ip(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    @Test
    void learnsAllAddressesAndKeepsThemWhenTheNameServiceFails() throws Exception {
        final Destination destination = Destination.of(address, snapshot.hosts());
        thread.lookUpAll();
        assertEquals(List.of(), destination.addresses());
        names.put("app.test", new InetAddress[] {ip(1), ip(2)});
        thread.lookUpAll();
        final List<SocketAddress> both = List.of(new InetSocketAddress(ip(1), 80), new InetSocketAddress(ip(2), 80));
        assertEquals(both, destination.addresses());
        names.clear();
        thread.lookUpAll();
        assertEquals(both, destination.addresses());
        assertFalse(destination.isUnresolved());
        assertEquals(List.of("app.test"), told, "once, as nothing has changed since");
    }

    @Test
    void onlyNamesAreLookedUp() throws Exception {
        final ResolvedHosts book = new ResolvedHosts();
        assertNull(book.of(new InetSocketAddress(ip(1), 80)));
        assertNull(book.of(new InetSocketAddress("::1", 80)));
        assertNull(book.of(UnixDomainSocketAddress.of("/run/app.sock")));
        assertEquals(
                List.of(ip(1)),
                book.of(new InetSocketAddress(InetAddress.getByAddress("a.test", ip(1).getAddress()), 80))
                        .addresses());
    }

    @Test
    void anAddressThatStaysIsAlwaysTheSameList() throws Exception {
        final Destination destination = Destination.of(new InetSocketAddress(ip(1), 80), new ResolvedHosts());
        assertFalse(destination.hasChanged());
        assertSame(destination.addresses(), destination.addresses());
    }
}
