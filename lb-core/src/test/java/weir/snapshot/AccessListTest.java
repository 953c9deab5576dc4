package weir.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.model.AddressRange;
import weir.model.ClientNetworks;
import weir.model.NetworkSource;

class AccessListTest {
    private static final Path FILE = Path.of("networks.txt");

    private static List<NetworkSource> networks(String... texts) {
        return Stream.of(texts)
                .map(text -> NetworkSource.of(AddressRange.parse(text)))
                .toList();
    }

    private static AccessList list(List<NetworkSource> allow, List<NetworkSource> deny) {
        return new AccessList("web", new ClientNetworks(allow, deny));
    }

    private static boolean admits(AccessList list, String address) {
        final byte[] bytes = address.equals("unix") ? new byte[] {0} : AddressRange.literalBytes(address);
        return admits(list, bytes, bytes.length);
    }

    private static boolean admits(AccessList list, byte[] address, int length) {
        return !list.denies(address, length) && list.allows(address, length);
    }

    @Test
    void whoIsDeniedIsSoWhateverElseIsSaid() {
        final AccessList list = list(networks("10.0.0.0/8", "2001:db8::/32"), networks("10.1.0.0/16"));
        assertTrue(admits(list, "10.2.0.1"));
        assertTrue(admits(list, "2001:db8::1"));
        assertFalse(admits(list, "10.1.0.1"));
        assertFalse(admits(list, "192.0.2.1"));
        assertFalse(admits(list, new byte[16], 0), "nothing is known of it");
    }

    @Test
    void withoutAllowAllOthersComeIn() {
        final AccessList list = list(List.of(), networks("10.1.0.0/16", "unix"));
        assertTrue(admits(list, "10.2.0.1"));
        assertTrue(admits(list, new byte[16], 0));
        assertFalse(admits(list, "10.1.255.255"));
        assertFalse(admits(list, "unix"));
    }

    @Test
    void aFileThatChangesIsExchangedAsAWhole() {
        final AccessList list = list(
                List.of(),
                List.of(
                        new NetworkSource(FILE, List.of(AddressRange.parse("10.0.0.1"))),
                        NetworkSource.of(AddressRange.parse("10.0.0.9"))));
        assertEquals(List.of(FILE), list.files());
        assertFalse(admits(list, "10.0.0.1"));
        list.update(FILE, List.of(AddressRange.parse("10.0.0.2")), true);
        assertTrue(admits(list, "10.0.0.1"));
        assertFalse(admits(list, "10.0.0.2"));
        assertFalse(admits(list, "10.0.0.9"));
        assertEquals(1, list.reloads());
    }

    @Test
    void anEmptyFileOfThoseThatMayComeInLetsNobodyIn() {
        assertFalse(admits(list(List.of(new NetworkSource(FILE, List.of())), List.of()), "10.0.0.1"));
    }

    @Test
    void findsEachOfAHundredThousand() {
        final SplittableRandom random = new SplittableRandom(5);
        final StringBuilder text = new StringBuilder("# many\n");
        final List<String> some = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            final String address = (1 + random.nextInt(220)) + "." + random.nextInt(256) + "." + random.nextInt(256)
                    + "." + (random.nextInt(128) * 2);
            text.append(address).append("/32 # ").append(i).append("\r\n");
            if (i % 1_000 == 0) {
                some.add(address);
            }
        }
        final List<AddressRange> networks = NetworkSource.parse(text.toString());
        assertEquals(100_000, networks.size());
        final AccessList list = list(List.of(), List.of(new NetworkSource(FILE, networks)));
        for (String address : some) {
            assertFalse(admits(list, address), address);
            assertTrue(admits(list, address.substring(0, address.lastIndexOf('.')) + ".255"), address);
        }
    }

    @Test
    void saysWhichLineIsNone() {
        assertEquals(List.of(), NetworkSource.parse("\n  # nothing\n\r\n"));
        assertEquals(
                "line 3 with \"10.0.0.1/8\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> NetworkSource.parse("10.0.0.0/8\n# x\n10.0.0.1/8 # y\n"))
                        .getMessage());
    }
}
