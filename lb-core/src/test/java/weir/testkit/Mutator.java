package weir.testkit;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes messages that are nearly right: flips, deletes, repeats, inserts and splices bytes of the corpus. */
public final class Mutator {
    private static final int CHANGES_MAX = 4;
    private static final int RANGE_MAX = 40;

    /** What separates, frames and confuses. */
    private static final List<byte[]> WORDS = List.of(
                    "\r",
                    "\n",
                    "\r\n",
                    "\r\n\r\n",
                    " ",
                    "\t",
                    ":",
                    ",",
                    ";",
                    "=",
                    "\"",
                    "\\",
                    "\0",
                    "\u007f",
                    "\u00e9",
                    "%",
                    "#",
                    "0",
                    "00",
                    "-1",
                    "ffffffffffffffff",
                    "chunked",
                    "http://a",
                    "HTTP/1.0",
                    "\r\n ",
                    "Transfer-Encoding: chunked\r\n",
                    "Content-Length: 5\r\n",
                    "Content-Length: 0\r\n",
                    "Host: b\r\n",
                    "Connection: host, accept, close\r\n",
                    "Expect: 100-continue\r\n",
                    "Content_Length: 5\r\n",
                    "X.Forwarded_For: b\r\n",
                    "x-forwarded-prefix: b\r\n",
                    "_",
                    "0\r\n\r\n")
            .stream()
            .map(Wire::bytes)
            .toList();

    private final List<byte[]> seeds;
    private final RandomGenerator random;

    public Mutator(List<String> names, RandomGenerator random) {
        this.seeds = names.stream().map(WireCorpus::bytes).toList();
        this.random = random;
    }

    public byte[] next() {
        byte[] wire = pick(seeds);
        for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0; changes--) {
            wire = change(wire);
        }
        return wire;
    }

    private byte[] change(byte[] wire) {
        final int from = random.nextInt(wire.length + 1);
        final int to = Math.min(wire.length, from + random.nextInt(RANGE_MAX));
        return switch (random.nextInt(7)) {
            case 0 -> replaced(wire, from, Math.min(wire.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            case 1 -> flipped(wire, from);
            case 2 -> replaced(wire, from, to, new byte[0]);
            case 3 -> replaced(wire, from, from, java.util.Arrays.copyOfRange(wire, from, to));
            case 4 -> replaced(wire, from, wire.length, tail(pick(seeds)));
            case 5 -> replaced(wire, from, to, pick(WORDS));
            default -> replaced(wire, from, from, pick(WORDS));
        };
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }

    private byte[] tail(byte[] wire) {
        return java.util.Arrays.copyOfRange(wire, random.nextInt(wire.length), wire.length);
    }

    private byte[] flipped(byte[] wire, int at) {
        final byte[] copy = wire.clone();
        if (at < copy.length) {
            copy[at] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static byte[] replaced(byte[] wire, int from, int to, byte[] by) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(wire.length + by.length);
        out.write(wire, 0, from);
        out.write(by, 0, by.length);
        out.write(wire, to, wire.length - to);
        return out.toByteArray();
    }
}
