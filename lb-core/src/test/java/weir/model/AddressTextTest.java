package weir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "::1, [::1]:80",
        "2001:DB8:0:0:0:0:0:1, [2001:db8::1]:80",
        "0:0:0:0:0:0:0:0, [::]:80",
        "::ffff:192.0.2.1, 192.0.2.1:80"
    })
    void anAddressHasOneForm(String written, String expected) throws Exception { // RFC 5952
        final InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(written), 80);
        assertEquals(expected, AddressText.of(address));
        assertEquals(expected, AddressText.asWritten(address));
        assertEquals(expected, new Backend("a", address).addressText());
    }

    /** This machine could not reach it without. */
    @Test
    void aZoneStays() throws Exception {
        final byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        final InetSocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 3), 80);
        assertEquals("[fe80::1%3]:80", AddressText.of(address));
        assertEquals("[fe80::1%3]:80", AddressText.asWritten(address));
    }

    @Test
    void aNameStaysWhereItIsWanted() throws Exception {
        final byte[] bytes = {10, 0, 0, 1};
        final InetSocketAddress named = new InetSocketAddress(InetAddress.getByAddress("app.test", bytes), 80);
        assertEquals("app.test:80", AddressText.asWritten(named));
        assertEquals("10.0.0.1:80", AddressText.of(named));
        assertEquals("app.test:80", AddressText.asWritten(InetSocketAddress.createUnresolved("app.test", 80)));
        assertEquals("unix:/run/a.sock", AddressText.asWritten(UnixDomainSocketAddress.of("/run/a.sock")));
    }
}
