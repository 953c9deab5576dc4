package weir.bench.jmh;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Request heads as clients send them, {@link #VARIANTS} of each kind: paths, ids and cookies differ in length and
 * content, so that the branch predictor cannot learn one message by heart. The same on every run.
 *
 * <p>All stand in one direct little-endian buffer, as they would in a loop's own. Thread: a benchmark's own.
 */
public final class WireCorpus {
    /** A power of two, so that a benchmark can cycle with a mask. */
    public static final int VARIANTS = 64;

    private static final long SEED = 9112;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final ByteBuffer wire;
    private final int[] starts = new int[VARIANTS + 1];

    private WireCorpus(List<byte[]> heads) {
        wire = ByteBuffer.allocateDirect(
                        heads.stream().mapToInt(head -> head.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < VARIANTS; i++) {
            starts[i] = wire.position();
            wire.put(heads.get(i));
        }
        starts[VARIANTS] = wire.position();
    }

    /** @param kind {@code curl-get}, {@code browser-get}, {@code api-post} or {@code cookies-4k} */
    public static WireCorpus of(String kind) {
        final Random random = new Random(SEED);
        final List<byte[]> heads = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            heads.add(head(kind, random).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new WireCorpus(heads);
    }

    public ByteBuffer wire() {
        return wire;
    }

    /** Position of the variant's first byte. */
    public int start(int variant) {
        return starts[variant];
    }

    /** Position behind the empty line that ends the variant. */
    public int end(int variant) {
        return starts[variant + 1];
    }

    private static String head(String kind, Random random) {
        return switch (kind) {
            case "curl-get" -> curlGet(random);
            case "browser-get" -> browserGet(random, "session=" + word(random, 24, 40) + "; theme=dark");
            case "api-post" -> apiPost(random);
            case "cookies-4k" -> browserGet(random, cookies(random));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String curlGet(Random random) {
        return """
                GET /%s HTTP/1.1
                Host: 127.0.0.1:8080
                User-Agent: curl/7.88.1
                Accept: */*

                """.formatted(word(random, 0, 24));
    }

    private static String browserGet(Random random, String cookie) {
        return """
                GET /%s/%s?page=%d HTTP/1.1
                Host: shop.example.com
                User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
                Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
                Accept-Language: en-GB,en;q=0.7,de;q=0.3
                Accept-Encoding: gzip, deflate
                Referer: http://shop.example.com/%s
                Connection: keep-alive
                Cookie: %s
                Upgrade-Insecure-Requests: 1
                Sec-Fetch-Dest: document
                Sec-Fetch-Mode: navigate
                Sec-Fetch-Site: same-origin
                Sec-Fetch-User: ?1
                Priority: u=0, i

                """.formatted(
                        word(random, 4, 12), word(random, 4, 30), random.nextInt(200), word(random, 4, 30), cookie);
    }

    private static String apiPost(Random random) {
        return """
                POST /v1/accounts/%s/orders HTTP/1.1
                Host: api.example.com
                User-Agent: orders-client/%d.%d
                Accept: application/json
                Content-Type: application/json
                Content-Length: %d
                Authorization: Bearer %s.%s.%s
                X-Request-Id: %s
                Idempotency-Key: %s

                """.formatted(
                        word(random, 6, 16),
                        random.nextInt(20),
                        random.nextInt(200),
                        random.nextInt(100_000),
                        word(random, 36, 36),
                        word(random, 120, 240),
                        word(random, 43, 43),
                        word(random, 16, 36),
                        word(random, 16, 36));
    }

    /** About 4 KiB of them, in one field as browsers send them. */
    private static String cookies(Random random) {
        final StringBuilder text = new StringBuilder("session=" + word(random, 24, 40));
        while (text.length() < 4_000) {
            text.append("; ").append(word(random, 3, 14)).append('=').append(word(random, 8, 120));
        }
        return text.toString();
    }

    private static String word(Random random, int lengthMin, int lengthMax) {
        final int length = lengthMin + random.nextInt(lengthMax - lengthMin + 1);
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
