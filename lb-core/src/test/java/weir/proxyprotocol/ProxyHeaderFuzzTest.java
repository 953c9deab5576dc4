package weir.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import weir.testkit.EverySplit;
import weir.testkit.Seed;
import weir.testkit.Wire;

/** Whatever comes, in whatever pieces: no exception, one answer, and never a byte more than the header has. */
class ProxyHeaderFuzzTest {
    private static final int INPUTS = Integer.getInteger("weir.fuzz.inputs", 20_000) / 10;
    private static final List<byte[]> GOOD = List.of(
            Wire.bytes("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n"),
            Wire.bytes("PROXY TCP6 2001:db8::7 ::ffff:1.2.3.4 40000 443\r\n"),
            Wire.bytes("PROXY UNKNOWN what ever\r\n"),
            Headers.v2("21", "11", Headers.IPV4),
            Headers.v2("21", "21", Headers.IPV6 + "200003010203"),
            Headers.v2("20", "00", ""),
            Headers.v2("21", "31", "00".repeat(216)),
            Headers.v2WithChecksum(Headers.IPV4 + "ea000107"));

    @Test
    void anyBytesHaveOneAnswerInAnyPieces() {
        Seed.forEach(1, INPUTS, random -> {
            final byte[] wire = mutated(random);
            final String answer = (String) EverySplit.answerAtSomeSplits(wire, HeaderRun::new, random);
            assertTrue(!answer.contains(" of ") || taken(answer) <= wire.length, answer);
        });
    }

    private static int taken(String answer) {
        return Integer.parseInt(answer.substring(answer.indexOf(" of ") + 4));
    }

    private static byte[] mutated(RandomGenerator random) {
        final byte[] wire = GOOD.get(random.nextInt(GOOD.size())).clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            final int at = random.nextInt(wire.length);
            wire[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (wire[at] ^ 1 << random.nextInt(8));
        }
        final byte[] behind = new byte[random.nextInt(3) * random.nextInt(300)];
        random.nextBytes(behind);
        final byte[] all = java.util.Arrays.copyOf(wire, wire.length + behind.length);
        System.arraycopy(behind, 0, all, wire.length, behind.length);
        return all;
    }
}
