package weir.buf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.Seed;
import weir.testkit.Wire;

class IpTextTest {
    private final byte[] out = new byte[IpText.BYTES_MAX];

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0:0:0:0",
        "255.255.255.255, ff:ff:ff:ff",
        "192.0.2.1, c0:0:2:1",
        "::, 0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1",
        "1::, 0:1:0:0:0:0:0:0:0:0:0:0:0:0:0:0",
        "2001:DB8::fffe, 20:1:d:b8:0:0:0:0:0:0:0:0:0:0:ff:fe",
        "1:2:3:4:5:6:7:8, 0:1:0:2:0:3:0:4:0:5:0:6:0:7:0:8",
        "1:2:3:4:5:6:7::, 0:1:0:2:0:3:0:4:0:5:0:6:0:7:0:0",
        "::2:3:4:5:6:7:8, 0:0:0:2:0:3:0:4:0:5:0:6:0:7:0:8",
        "::ffff:192.0.2.1, c0:0:2:1",
        "1:2:3:4:5:6:1.2.3.4, 0:1:0:2:0:3:0:4:0:5:0:6:1:2:3:4",
    })
    void readsAddresses(String text, String bytes) {
        final String[] expected = bytes.split(":");
        assertEquals(expected.length, read(text));
        for (int i = 0; i < expected.length; i++) {
            assertEquals((byte) Integer.parseInt(expected[i], 16), out[i], "byte " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.0.0.1",
                "1.2.3.4444",
                "010.0.0.1",
                "1.2.3.04",
                "00.0.0.0",
                "::ffff:010.0.0.1",
                "1.2.3.4 ",
                "a.b.c.d",
                "1.2.3.-4",
                "unknown",
                "_hidden",
                ":",
                ":::",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1%eth0",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:5",
                "[::1]"
            })
    void refusesEverythingElse(String text) {
        assertEquals(0, read(text));
    }

    @Test
    void readsWhatTheJdkWrites() {
        Seed.forEach(1, 2_000, random -> {
            final byte[] address = new byte[random.nextBoolean() ? 4 : 16];
            for (int i = 0; i < address.length; i++) {
                address[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            final InetAddress expected = InetAddress.getByAddress(address);
            assertEquals(expected.getAddress().length, read(expected.getHostAddress()), expected.toString());
            assertArrayEquals(expected.getAddress(), Arrays.copyOf(out, expected.getAddress().length));
        });
    }

    private int read(String text) {
        return IpText.read(Wire.directAt(5, text), 5, 5 + text.length(), out);
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:0db8::0001, 2001:db8::1",
        "2001:DB8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:0:2:3:4:0:0, 1::2:3:4:0:0",
        "abcd:ef01:2345:6789:abcd:ef01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        "::ffff:192.0.2.255, 192.0.2.255",
        "::FFFF:0:0, 0.0.0.0",
        "::192.0.2.1, ::c000:201",
        "::1:ffff:192.0.2.1, ::1:ffff:c000:201",
        "10.0.0.1, 10.0.0.1",
        "109.19.255.0, 109.19.255.0",
    })
    void anAddressHasOneForm(String written, String canonical) throws Exception { // RFC 5952 §4
        final byte[] address = new byte[IpText.BYTES_MAX];
        final ByteBuffer in = Wire.direct(Wire.bytes(written));
        final int length = IpText.read(in, 0, in.capacity(), address);
        final byte[] out = new byte[IpText.TEXT_BYTES_MAX];
        assertEquals(canonical, new String(out, 0, IpText.write(address, length, out), StandardCharsets.US_ASCII));
        assertEquals(canonical, IpText.text(InetAddress.getByName(written).getAddress()));
    }

    /** Whatever is written is read as the same, and the JDK agrees. */
    @Test
    void whatIsWrittenIsRead() {
        Seed.forEach(1, 2_000, random -> {
            final byte[] address = new byte[random.nextInt(4) == 0 ? 4 : IpText.BYTES_MAX];
            for (int i = 0; i < address.length; i++) {
                address[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
            }
            final String text = IpText.text(address);
            final byte[] again = new byte[IpText.BYTES_MAX];
            final ByteBuffer in = Wire.direct(Wire.bytes(text));
            final int length = IpText.read(in, 0, in.capacity(), again);
            try {
                assertArrayEquals(InetAddress.getByAddress(address).getAddress(), Arrays.copyOf(again, length), text);
                assertArrayEquals(InetAddress.getByName(text).getAddress(), Arrays.copyOf(again, length), text);
            } catch (UnknownHostException e) {
                throw new AssertionError(text, e);
            }
        });
    }
}
