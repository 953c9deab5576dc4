package weir.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import weir.buf.IpText;

/**
 * A network in CIDR notation (RFC 4632): all addresses whose first bits are these.
 *
 * @param text as written
 * @param address 4 or 16 bytes; those behind the prefix are 0. Or that of {@link #UNIX}
 * @param prefixBits 0..32 or 0..128
 */
public record AddressRange(String text, byte[] address, int prefixBits) {
    /** What all peers have for an address that come by a Unix socket: a byte, which no IP address is. */
    public static final byte UNIX_ADDRESS = 0;

    /** They, as a network. */
    public static final AddressRange UNIX = new AddressRange("unix", new byte[] {UNIX_ADDRESS}, 8);

    public AddressRange {
        Given.one("network", text);
        final int bytes = Given.one("network " + text, address).length;
        Given.check(bytes == 4 || bytes == 16 || bytes == 1, "network " + text, bytes + " bytes", "4 or 16");
        Given.check(
                prefixBits >= 0 && prefixBits <= bytes * 8, "network " + text, prefixBits + " bits", "0.." + bytes * 8);
    }

    /**
     * One of the networks has it; {@code length} as with {@link #contains}. An index loop, because it is on the path of
     * a trusted proxy's requests.
     */
    static boolean anyContains(List<AddressRange> networks, byte[] address, int length) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address, length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Null when the text is not {@code address}, {@code address/bits} or {@code unix}; host names are not looked up.
     */
    public static AddressRange parse(String text) {
        if (text.equals(UNIX.text)) {
            return UNIX;
        }
        final int slash = text.indexOf('/');
        final String literal = slash < 0 ? text : text.substring(0, slash);
        final byte[] address = literalBytes(literal);
        if (address == null) {
            return null;
        }
        final int bitsMax = address.length * 8;
        final int bits = slash < 0 ? bitsMax : prefix(text.substring(slash + 1), bitsMax);
        return bits < 0 || hasBitsBehind(address, bits) ? null : new AddressRange(text, address, bits);
    }

    /**
     * The bytes of an IP address in text, as {@link IpText} reads it, without asking a name service; null when it is
     * none.
     */
    public static byte[] literalBytes(String literal) {
        final byte[] address = new byte[IpText.BYTES_MAX];
        final ByteBuffer text = ByteBuffer.wrap(literal.getBytes(StandardCharsets.US_ASCII));
        final int length = IpText.read(text, 0, text.capacity(), address);
        return length == 0 ? null : Arrays.copyOf(address, length);
    }

    private static int prefix(String text, int bitsMax) {
        if (!text.matches("0|[1-9][0-9]{0,2}")) {
            return -1;
        }
        final int bits = Integer.parseInt(text);
        return bits <= bitsMax ? bits : -1;
    }

    /** {@code 10.1.2.3/8} is probably a mistake. */
    private static boolean hasBitsBehind(byte[] address, int bits) {
        for (int i = bits; i < address.length * 8; i++) {
            if (bit(address, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean bit(byte[] address, int index) {
        return (address[index >> 3] >> (7 - (index & 7)) & 1) != 0;
    }

    /** @param length 4, 16 or 1, how much of {@code other} is an address */
    public boolean contains(byte[] other, int length) {
        if (length != address.length) {
            return false;
        }
        for (int i = 0; i < prefixBits; i++) {
            if (bit(address, i) != bit(other, i)) {
                return false;
            }
        }
        return true;
    }

    /** Each address of the other is one of this. */
    boolean contains(AddressRange other) {
        return other.prefixBits >= prefixBits && contains(other.address, other.address.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range
                && Arrays.equals(address, range.address)
                && prefixBits == range.prefixBits;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) * 31 + prefixBits;
    }

    @Override
    public String toString() {
        return text;
    }
}
