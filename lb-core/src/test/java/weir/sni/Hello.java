package weir.sni;

import java.io.ByteArrayOutputStream;
import weir.testkit.Wire;

/** A ClientHello for tests, made by hand. */
public final class Hello {
    private static final byte[] GREASE = {0x0a, 0x0a, 0, 0};
    private static final byte[] VERSIONS = {0, 43, 0, 3, 2, 3, 4};

    private Hello() {}

    /** @param extensions after each other, as they stand */
    static byte[] message(byte[]... extensions) {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {3, 3});
        body.writeBytes(new byte[32]);
        body.write(32);
        body.writeBytes(new byte[32]);
        body.writeBytes(new byte[] {0, 4, 0x1a, 0x1a, 0x13, 1, 1, 0});
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] extension : extensions) {
            all.writeBytes(extension);
        }
        body.write(all.size() >> 8);
        body.write(all.size());
        body.writeBytes(all.toByteArray());
        return message(1, body.toByteArray());
    }

    static byte[] message(int type, byte[] body) {
        final ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(type);
        message.write(body.length >> 16);
        message.write(body.length >> 8);
        message.write(body.length);
        message.writeBytes(body);
        return message.toByteArray();
    }

    static byte[] serverName(String name) {
        final ByteArrayOutputStream extension = new ByteArrayOutputStream();
        final int length = name.length();
        extension.writeBytes(new byte[] {0, 0, (byte) (length + 5 >> 8), (byte) (length + 5)});
        extension.writeBytes(new byte[] {(byte) (length + 3 >> 8), (byte) (length + 3), 0});
        extension.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
        extension.writeBytes(Wire.bytes(name));
        return extension.toByteArray();
    }

    /** In records of so many bytes each. */
    static byte[] records(byte[] message, int recordBytes) {
        final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += recordBytes) {
            final int count = Math.min(recordBytes, message.length - at);
            wire.writeBytes(new byte[] {22, 3, 1, (byte) (count >> 8), (byte) count});
            wire.write(message, at, count);
        }
        return wire.toByteArray();
    }

    /** As a browser's, in one record. */
    public static byte[] askingFor(String name) {
        return records(message(GREASE, serverName(name), VERSIONS), 1 << 14);
    }

    static byte[] namingNobody() {
        return records(message(GREASE, VERSIONS), 1 << 14);
    }
}
