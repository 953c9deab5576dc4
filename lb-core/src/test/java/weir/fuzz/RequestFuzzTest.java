package weir.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Mutates real messages with a seed and asks {@link RequestFuzz} about each.
 *
 * <p>{@code -Dweir.fuzz.inputs=N} sets how many, {@code -Dweir.seed=N} replays.
 */
class RequestFuzzTest {
    private static final int INPUTS = Integer.getInteger("weir.fuzz.inputs", 200_000);

    /** The same files that Jazzer starts from. */
    private static final String[] SEEDS = seeds();

    private static final String[] DICTIONARY = {
        "\r\n",
        "\n",
        "\r",
        "\0",
        " ",
        "\t",
        ":",
        ";",
        ",",
        "0",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Host: x\r\n",
        "Connection: close\r\n",
        " chunked",
        "\u000b",
        "\u00ff",
        "0\r\n\r\n",
        "ffffffffffffffff",
        "+1",
        "-1",
        "0x1",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/2.0",
        "GET ",
        "CONNECT a:1 ",
        "X-Client-Subject: a\r\n",
        "x_client-subject: a\r\n",
        "X-Forwarded-For: 6.6.6.6\r\n",
        "X-Forwarded_Proto: a\r\n",
        "x-forwarded-prefix: /a\r\n",
        "Forwarded: for=6.6.6.6\r\n",
        "X.Real-IP: 6.6.6.6\r\n",
        "Connection: x-forwarded-for, x-client-subject\r\n",
    };

    /** What backends may take for a hyphen in a name. */
    private static final String ODD_MARKS = "_.!#$%&'*+^`|~";

    @Test
    void findsTheSameRequestsWhereverTheBytesAreCut() {
        final long seed = Long.getLong("weir.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int input = 0; input < INPUTS; input++) {
            final byte[] wire = mutated(random);
            try {
                RequestFuzz.fuzzerTestOneInput(wire);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ", input " + input + ", bytes "
                                + HexFormat.of().formatHex(wire),
                        e);
            }
        }
        System.out.println("fuzzed " + INPUTS + " inputs, seed " + seed);
    }

    /** The seeds themselves are accepted whole, so the mutations start from what matters. */
    @Test
    void acceptsEverySeed() {
        for (String seed : SEEDS) {
            assertEquals(null, RequestRun.of(latin1(seed), left -> left, true).fault(), seed);
        }
    }

    private static String[] seeds() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/weir/fuzz/requests"))) {
            return files.sorted().map(RequestFuzzTest::text).toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] mutated(SplittableRandom random) {
        final StringBuilder wire = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
        if (random.nextInt(4) == 0) {
            wire.append(SEEDS[random.nextInt(SEEDS.length)]);
        }
        for (int i = random.nextInt(5); i >= 0; i--) {
            mutate(wire, random);
        }
        return latin1(wire.toString());
    }

    private static void mutate(StringBuilder wire, SplittableRandom random) {
        final int at = random.nextInt(wire.length() + 1);
        final int to = Math.min(wire.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(7)) {
            case 0 -> wire.insert(at, DICTIONARY[random.nextInt(DICTIONARY.length)]);
            case 1 -> wire.delete(at, to);
            case 2 -> wire.insert(at, wire.substring(at, to));
            case 3 -> wire.replace(at, to, DICTIONARY[random.nextInt(DICTIONARY.length)]);
            case 4 -> wire.insert(at, (char) random.nextInt(256));
            case 5 -> respell(wire, at, random);
            default -> {
                if (at < wire.length()) {
                    wire.setCharAt(at, (char) (wire.charAt(at) ^ 1 << random.nextInt(8)));
                }
            }
        }
        if (wire.length() == 0) {
            wire.append('G');
        }
    }

    /** Of the hyphens behind that place, each second one becomes something that looks like it. */
    private static void respell(StringBuilder wire, int from, SplittableRandom random) {
        for (int at = wire.indexOf("-", from); at >= 0; at = wire.indexOf("-", at + 1)) {
            if (random.nextBoolean()) {
                wire.setCharAt(at, ODD_MARKS.charAt(random.nextInt(ODD_MARKS.length())));
            }
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
