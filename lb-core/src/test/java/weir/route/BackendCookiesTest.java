package weir.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.balance.Algorithm;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.model.Backend;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;
import weir.model.Secret;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.model.StickyCookie.SameSite;
import weir.testkit.Seed;
import weir.testkit.Wire;

class BackendCookiesTest {
    private static final Secret SECRET = new Secret(Wire.bytes("0123456789abcdef"));
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX + 32;
    private static final Pattern SET = Pattern.compile("Set-Cookie: ([^=]+)=([^;]+); (.*)\r\n");

    private final StickyCookie plain = StickyCookie.named("W").withSecret(SECRET);
    private final BackendCookies cookies = cookies("app", plain, 3);
    private final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
    private final RequestHead head = new RequestHead();
    private final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());

    private final int[] all = new int[8];
    private int count;
    /** The first of them, or why there is none. */
    private int found;

    static BackendCookies cookies(String pool, StickyCookie cookie, int count) {
        final List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backends.add(new Backend("10.0.0." + i, new InetSocketAddress("127.0.0.1", 1 + i)));
        }
        return new BackendCookies(new Pool(
                        pool,
                        Algorithm.ROUND_ROBIN,
                        null,
                        backends,
                        HealthCheck.DEFAULTS,
                        PoolTimeouts.DEFAULTS,
                        KeepAlive.DEFAULTS,
                        RetryPolicy.DEFAULTS)
                .withSticky(Sticky.by(cookie)));
    }

    private static String value(BackendCookies of, int backend) {
        final Matcher line = SET.matcher(Wire.text(of.lines(backend)));
        assertTrue(line.find());
        return line.group(2);
    }

    // --- values

    /**
     * So that a cookie survives a restart and meets its backend through another Weir, today and in the next version.
     */
    @Test
    void hasTheSameValuesForTheSameSecretForEver() {
        assertEquals("lknf23SZ2N2CVP-HuJMkGQ", value(cookies, 0)); // from another implementation of HMAC
    }

    @Test
    void hasOtherValuesForAnotherBackendPoolOrSecret() {
        final Set<String> values = new HashSet<>();
        final StickyCookie other = plain.withSecret(new Secret(Wire.bytes("0123456789abcdeF")));
        for (BackendCookies of : List.of(cookies, cookies("api", plain, 3), cookies("app", other, 3))) {
            IntStream.range(0, 3).forEach(i -> values.add(value(of, i)));
        }
        assertEquals(9, values.size());
    }

    @Test
    void hasValuesOfThisStartWithoutASecret() {
        final StickyCookie secretless = plain.withSecret(null);
        assertEquals(value(cookies("app", secretless, 1), 0), value(cookies("app", secretless, 1), 0), "all loops");
        assertNotEquals(value(cookies, 0), value(cookies("app", secretless, 1), 0));
    }

    @Test
    void tellsNothingOfTheBackend() {
        for (int i = 0; i < 3; i++) {
            assertTrue(value(cookies, i).matches("[A-Za-z0-9_-]{22}"));
            assertFalse(Wire.text(cookies.lines(i)).contains("10.0.0."));
        }
    }

    @Test
    void findsEachOfManyBackends() {
        final BackendCookies many = cookies("app", plain, 1_000);
        for (int i = 0; i < 1_000; i++) {
            take(many, "Cookie: W=" + value(many, i));
            assertEquals(i, found);
        }
    }

    // --- what the client is told

    @Test
    void isSafeByDefault() {
        assertEquals(
                "Set-Cookie: W=" + value(cookies, 1) + "; Path=/; HttpOnly; SameSite=Lax\r\nCache-Control: private\r\n",
                Wire.text(cookies.lines(1)));
    }

    @Test
    void saysAllThatIsConfigured() {
        final StickyCookie all =
                new StickyCookie("W", SECRET, "/app", "example.com", true, false, SameSite.NONE, 3_600, true, false);
        assertEquals(
                "Set-Cookie: W=" + value(cookies, 0)
                        + "; Path=/app; Domain=example.com; Max-Age=3600; Secure; SameSite=None; Partitioned\r\n",
                Wire.text(cookies("app", all, 1).lines(0)));
    }

    /** With the most that the file accepts, there is room for all else that a response may be given. */
    @Test
    void leavesRoomForOtherLines() {
        final StickyCookie largest = new StickyCookie(
                "n".repeat(StickyCookie.NAME_CHARS_MAX),
                SECRET,
                "/" + "p".repeat(StickyCookie.PATH_CHARS_MAX - 1),
                "d".repeat(StickyCookie.DOMAIN_CHARS_MAX),
                true,
                true,
                SameSite.STRICT,
                34_560_000,
                true,
                true);
        assertTrue(cookies("app", largest, 1).lines(0).length < HeadEdit.ADDED_BYTES_MAX / 2);
    }

    // --- requests

    /** V0, V1, V2 stand for the backends' values, a bar for the end of a line; nothing for no field at all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "Cookie: W=V1 > > 1",
                "cookie:W=V1;     > > 1",
                "COOKIE: W = V1\t> > 1",
                "Cookie: a=1; W=V2; b=2 > Cookie: a=1; b=2 > 2",
                "Cookie: W=V0; b=2      > Cookie: b=2 > 0",
                "Cookie: a=1; W=V0      > Cookie: a=1 > 0",
                "Cookie: a=1;W=V0;b=2;c > Cookie: a=1;b=2;c > 0",
                "Cookie: a=1; W=V0;     > Cookie: a=1 > 0",
                "Cookie: W=V2; W=V1     > > 2",
                "Cookie: W=x; a=1; W=V1 > Cookie: a=1 > 1",
                "Cookie: W=x; W=V1; a=1; W=V0; b=2; W= > Cookie: a=1; b=2 > 1",
                "Cookie: a=1|X: y|Cookie: W=V1|Cookie: W=V2; c=3 > Cookie: a=1|X: y|Cookie: c=3 > 1",
                "Cookie: W=V10          > > -2",
                "Cookie: W=             > > -2",
                "Cookie: W=\"V1\"       > > -2",
                "Cookie: W=AAAAAAAAAAAAAAAAAAAAAA; a=1 > Cookie: a=1 > -2",
                "Cookie: w=V1           > Cookie: w=V1 > -1",
                "Cookie: XW=V1; WW=V1   > Cookie: XW=V1; WW=V1 > -1",
                "Cookie: W              > Cookie: W > -1",
                "Cookie: a=W=V1; V1     > Cookie: a=W=V1; V1 > -1",
                "Cookie: ;;; ,          > Cookie: ;;; , > -1",
                "X-Cookie: W=V1         > X-Cookie: W=V1 > -1",
                "Cookie:                > Cookie: > -1"
            })
    void takesItsOwnPairsOnly(String fields, String left, int backend) {
        assertEquals(expand(left == null ? "" : left), take(cookies, expand(fields)));
        assertEquals(backend, found);
    }

    private String expand(String text) {
        return text.replace("V0", value(cookies, 0))
                .replace("V1", value(cookies, 1))
                .replace("V2", value(cookies, 2))
                .replace("|", "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "Cookie: W=V1; W=V0              > [1, 0]",
                "Cookie: W=x; W=V2; W=y|Cookie: W=V1 > [2, 1]",
                "Cookie: W=V1; W=V1; a=b; W=V2; W=V1 > [1, 2]",
                "Cookie: W=x; W=y                > []"
            })
    void namesAllBackendsOfSeveralCookiesInTheirOrder(String fields, String backends) {
        take(cookies, expand(fields));
        assertEquals(backends, Arrays.toString(Arrays.copyOf(all, Math.max(0, count))));
    }

    @Test
    void looksNoFurtherThanItsCallerHasRoomFor() {
        final BackendCookies many = cookies("app", plain, 20);
        final StringBuilder pairs = new StringBuilder("Cookie: a=1");
        IntStream.range(0, 20).forEach(i -> pairs.append("; W=").append(value(many, i)));
        assertEquals("Cookie: a=1", take(many, pairs.toString()));
        assertEquals(all.length, count);
        assertArrayEquals(IntStream.range(0, all.length).toArray(), all);
    }

    /** More pairs of our name than can be cut out one by one: the first ones go, and nothing else does. */
    @Test
    void bearsAnyNumberOfPairs() {
        final String pairs = "; W=bad; a=1".repeat(2_000).substring(2);
        final String left = take(cookies, "Cookie: " + pairs);
        assertEquals(2_000, left.split("a=1", -1).length - 1);
        assertTrue(left.startsWith("Cookie: a=1; a=1; a=1"), left.substring(0, 60));
        assertEquals(BackendCookies.INVALID, found);
    }

    @Test
    void takesTheCookieOfARequestInAbsoluteFormToo() {
        assertEquals("Cookie: a=1", take(cookies, expand("Cookie: a=1; W=V1"), "http://x"));
        assertEquals(1, found);
    }

    /** What a reader that splits strings would say. */
    @Test
    void readsRandomPairsAsASimpleReaderDoes() {
        Seed.forEach(1, 300, random -> {
            final StringBuilder fields = new StringBuilder();
            final StringBuilder left = new StringBuilder();
            int expected = BackendCookies.NONE;
            for (int line = random.nextInt(4); line >= 0; line--) {
                final List<String> kept = new ArrayList<>();
                final List<String> all = new ArrayList<>();
                for (int pairs = 1 + random.nextInt(6); pairs > 0; pairs--) {
                    final int backend = random.nextInt(3);
                    final boolean isOurs = random.nextBoolean();
                    final boolean isValid = random.nextBoolean();
                    all.add(isOurs ? "W=" + (isValid ? value(cookies, backend) : junk(random)) : "a" + junk(random));
                    if (!isOurs) {
                        kept.add(all.get(all.size() - 1));
                    } else if (expected < 0) {
                        expected = isValid ? backend : BackendCookies.INVALID;
                    }
                }
                fields.append("Cookie: ").append(String.join("; ", all)).append("\r\n");
                if (!kept.isEmpty()) {
                    left.append("Cookie: ").append(String.join("; ", kept)).append("\r\n");
                }
            }
            assertEquals(
                    left.toString().strip(), take(cookies, fields.toString().strip()));
            assertEquals(expected, found);
        });
    }

    private static String junk(RandomGenerator random) {
        return "=,W\"w:/_".substring(random.nextInt(8)) + random.nextInt(100);
    }

    /** The field lines that are left of a request, and {@link #found}. */
    private String take(BackendCookies of, String fields) {
        return take(of, fields, "");
    }

    private String take(BackendCookies of, String fields, String authority) {
        final String wire = "GET " + authority + "/ HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n";
        final ByteBuffer in = Wire.direct(FRONT + wire.length());
        in.put(FRONT, Wire.bytes(wire));
        parser.reset();
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, FRONT + wire.length()), () -> parser.fault() + wire);
        assertNull(head.read(parser, in));
        edit.begin();
        head.edit(in, edit, false);
        count = of.take(head.view(), in, edit, all);
        found = count > 0 ? all[0] : count;
        final String after = Wire.text(in, head.rewrite(in, edit), FRONT + wire.length());
        assertTrue(after.startsWith("GET / HTTP/1.1\r\n"), after);
        return after.replace("GET / HTTP/1.1\r\n", "")
                .replace("Host: x\r\n", "")
                .strip();
    }

    // --- responses

    @ParameterizedTest
    @CsvSource({
        "W=theirs, true",
        "W = theirs; Path=/, true",
        "W=, true",
        "w=theirs, false",
        "WW=theirs, false",
        "a=W=1, false",
        "W, false"
    })
    void takesOutWhatTheBackendSetsUnderItsName(String value, boolean isOurs) {
        final String line = "set-cookie: " + value + "\r\n";
        assertEquals(isOurs ? "" : line, left(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Set-Cookie: a=1; Path=/\r\n", "X-Set-Cookie: W=1\r\n", "Cookie: W=1\r\n"})
    void leavesAllOtherLinesOfAResponse(String line) {
        assertEquals(line, left("Set-Cookie: W=1\r\n" + line + "Set-Cookie: W=2\r\n"));
    }

    private String left(String fields) {
        final String wire = "HTTP/1.1 204 Fine\r\n" + fields + "\r\n";
        final ByteBuffer in = Wire.direct(FRONT + wire.length());
        in.put(FRONT, Wire.bytes(wire));
        final ResponseParser responses = new ResponseParser(HttpLimits.DEFAULTS);
        responses.reset();
        assertEquals(Parse.COMPLETE, responses.parse(in, FRONT, FRONT + wire.length()));
        final ResponseHead response = new ResponseHead();
        assertNull(response.read(responses, in, Method.GET));
        edit.begin();
        response.edit(in, edit, false);
        cookies.dropForeign(response.view(), in);
        final String after = Wire.text(in, response.rewrite(in, edit, 0), FRONT + wire.length());
        return after.substring("HTTP/1.1 204 Fine\r\n".length(), after.length() - 2);
    }
}
