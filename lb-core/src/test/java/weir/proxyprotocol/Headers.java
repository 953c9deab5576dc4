package weir.proxyprotocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import weir.testkit.Wire;

/** Headers of version 2 for tests, made by hand and not by our writer. */
final class Headers {
    static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    static final String IPV4 = "c0000207" + "c6336401" + "9c40" + "01bb";
    static final String IPV6 =
            "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "9c40" + "01bb";

    private Headers() {}

    /** @param rest command, family and all behind the length, which is put in between, in hexadecimal */
    static byte[] v2(String command, String family, String rest) {
        return hex(SIGNATURE + command + family + String.format("%04x", rest.length() / 2) + rest);
    }

    static byte[] hex(String digits) {
        final byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    /** With a checksum as the last extension. */
    static byte[] v2WithChecksum(String rest) {
        final byte[] header = v2("21", "11", rest + "030004" + "00000000");
        final CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());
        return header;
    }

    static byte[] withMore(byte[] header, String more) {
        return ByteBuffer.allocate(header.length + more.length())
                .put(header)
                .put(Wire.bytes(more))
                .array();
    }
}
