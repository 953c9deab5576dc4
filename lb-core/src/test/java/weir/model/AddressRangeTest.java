package weir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.0, false",
        "192.0.2.1/32, 192.0.2.3, false",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 127.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "::1, ::1, true",
    })
    void containsTheAddressesWithItsPrefix(String range, String address, boolean isInside) {
        final byte[] bytes = AddressRange.literalBytes(address);
        assertEquals(isInside, AddressRange.parse(range).contains(bytes, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "010.0.0.0/8",
                "10.0.0.0/08",
                "::ffff:010.0.0.1",
                "10.0.0.0/8/8",
                "10.1.0.0/8",
                "10.0.0.1/31",
                "10.0.0/8",
                "256.0.0.0/8",
                "localhost",
                "example.com/8",
                "::/129",
                "::1/127",
                "[::1]",
                "10.0.0.0/ 8"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertNull(AddressRange.parse(text));
    }

    @Test
    void isEqualByWhatItMeans() {
        assertEquals(AddressRange.parse("10.0.0.1"), AddressRange.parse("10.0.0.1/32"));
        assertEquals(
                AddressRange.parse("10.0.0.1").hashCode(),
                AddressRange.parse("10.0.0.1/32").hashCode());
        assertFalse(AddressRange.parse("10.0.0.0/8").equals(AddressRange.parse("10.0.0.0/9")));
    }

    /** As who embeds Weir may have written it. */
    @Test
    void hearsTrustedProxiesInBothFieldsWhenNothingIsSaid() {
        assertEquals(
                new Forwarding(Forwarding.Style.NONE, List.of(), Forwarding.Heard.BOTH),
                new Forwarding(Forwarding.Style.NONE, List.of()));
    }

    @Test
    void trustsNobodyByDefault() {
        assertFalse(Forwarding.DEFAULTS.isTrusted(new byte[] {127, 0, 0, 1}));
        final Forwarding all =
                new Forwarding(Forwarding.Style.BOTH, List.of(AddressRange.parse("::/0")), Forwarding.Heard.BOTH);
        assertFalse(all.isTrusted(new byte[] {127, 0, 0, 1}));
    }
}
