package weir.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.filter.ClientCertificateField;
import weir.http.HeadEdit;
import weir.model.AddressRange;
import weir.model.Forwarding;
import weir.model.HeaderRule;
import weir.model.HeaderRule.Kind;
import weir.model.HeaderRules;
import weir.model.Policy;
import weir.model.Rewrite;
import weir.model.Route;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.model.StickyCookie.SameSite;
import weir.template.Template;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/**
 * The most that Weir can add to a head fits into the room that is kept before each. Real heads go the whole way, so
 * what a later change adds is counted, too; what the way of this test does not have is added as a number.
 */
class AddedBytesTest {
    private static final String HOST = "h".repeat(255) + ":65535";
    private static final String CLIENT = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff";
    private static final String PROXY = "2001:db9:ffff:ffff:ffff:ffff:ffff:ffff";
    /** The longest name that the file may give it, and a subject that is just not too long. */
    private static final int CERTIFICATE_BYTES =
            ClientCertificateField.line("X".repeat(64), "CN=" + "x".repeat(509)).length;

    private static final int HSTS_BYTES = "Strict-Transport-Security: max-age=63072000\r\n".length();
    /** Less would mean that these are no worst cases any more. */
    private static final int WORST_REQUEST_MIN = 1_900;

    private static final int WORST_RESPONSE_MIN = 1_600;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** What a proxy may say, which is then told in both styles. */
    static List<String> ofProxies() {
        final String host = "X-Forwarded-Proto: sixteen-letters-\r\nX-Forwarded-Host: " + HOST + "\r\n";
        final String node = "for=\"[" + CLIENT + "]\"";
        final String told = ";proto=sixteen-letters-;host=\"" + HOST + "\"";
        return List.of(
                "",
                "X-Forwarded-For: " + (CLIENT + ",").repeat(6) + "\r\n" + host,
                "X-Forwarded-For: " + (CLIENT + ",").repeat(5) + "\r\n",
                "X-Forwarded-For: " + "a,".repeat(120) + CLIENT + "\r\n",
                "X-Forwarded-For: " + "a,".repeat(9) + CLIENT + "\r\n",
                "X-Forwarded-For: " + "::1,".repeat(60) + "1.1.1.1\r\n",
                "X-Forwarded-For: " + "::1,".repeat(8) + CLIENT + "\r\n",
                "X-Forwarded-For: 1.1.1.1\r\n" + host,
                "Forwarded: " + "for=a, ".repeat(15) + node + told + "\r\n",
                "Forwarded: " + (node + ",").repeat(5) + node + told + "\r\n",
                "Forwarded: " + (node + ",").repeat(20) + node + told + "\r\n",
                "Forwarded: " + node + told + "\r\nX-Forwarded-For: " + (CLIENT + ",").repeat(5) + CLIENT + "\r\n",
                "Forwarded: " + node + "\r\nX-Forwarded-For: " + (CLIENT + ",").repeat(6) + "\r\n");
    }

    private static Set<String> lines(String head) {
        return new HashSet<>(Arrays.asList(head.split("\r\n")));
    }

    /** In the lines that were not there before, the start line aside. */
    private static int addedBytes(String before, String after) {
        final Set<String> known = lines(before);
        final String[] all = after.substring(0, after.indexOf("\r\n\r\n")).split("\r\n");
        int bytes = 0;
        for (int i = 1; i < all.length; i++) {
            bytes += known.contains(all[i]) ? 0 : all[i].length() + 2;
        }
        return bytes;
    }

    @Test
    void whatIsAddedToARequestFits() {
        harness.setup()
                .headBytes(8_192)
                .proxyProtocolFrom("192.0.2.0/24")
                .forwarding(new Forwarding(
                        Forwarding.Style.BOTH, List.of(AddressRange.parse("2001:db9::/32")), Forwarding.Heard.BOTH));
        int worst = 0;
        for (String told : ofProxies()) {
            final String head =
                    "OPTIONS http://" + HOST.toUpperCase(Locale.ROOT) + "/ HTTP/1.1\r\nhost: " + HOST + "\r\n" + told
                            + "Max-Forwards: 999999\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Content-Length: 099999999999999999\r\n\r\n";
            final ScriptedClient client = harness.client();
            client.sends("PROXY TCP6 " + PROXY + " ::1 65535 80\r\n" + head);
            worst = Math.max(worst, addedBytes(head, harness.backend().newest().unseen()));
            client.resets();
        }
        assertTrue(worst + CERTIFICATE_BYTES >= WORST_REQUEST_MIN, "no worst case: " + (worst + CERTIFICATE_BYTES));
        assertTrue(worst + CERTIFICATE_BYTES <= HeadEdit.ADDED_BYTES_MAX, "too much: " + (worst + CERTIFICATE_BYTES));
    }

    /** As long as those of one level may be. */
    private static Policy rules(String names) {
        return Policy.NONE.withRequestHeaders(new HeaderRules(IntStream.range(0, 4)
                .mapToObj(i -> new HeaderRule(Kind.ADD, names + i, Template.of("v".repeat(2_040))))
                .toList()));
    }

    @Test
    void whatRulesOfAllLevelsAddFitsBesideARewrite() {
        final String header = "x".repeat(1_024);
        final Template path = Template.of("/" + "p".repeat(920) + "{header:X}".repeat(7) + "p".repeat(30));
        final Template host = Template.of("{header:Y}");
        harness.setup()
                .headBytes(8_192)
                .policy(rules("a"))
                .routes(new Route(null, "/*", 0)
                        .withPolicy(rules("b").withRewrite(new Rewrite(null, null, path, host))))
                .pools(pool -> List.of(pool.withPolicy(rules("c"))));
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost: a\r\nX: " + header + "\r\nY: " + HOST + "\r\n\r\n");
        final String sent = harness.backend().newest().unseen();
        assertTrue(sent.startsWith("GET /" + "p".repeat(920) + header.repeat(7) + "p".repeat(30) + " HTTP/1.1"), sent);
        assertTrue(sent.contains("\r\nc3: " + "v".repeat(2_040) + "\r\n"), sent);
    }

    static List<String> responses() {
        final List<String> responses = new ArrayList<>();
        for (String framing :
                List.of("", "Content-Length: 0099\r\n", "Transfer-Encoding: Chunked\r\n", "Upgrade: websocket\r\n")) {
            responses.add("HTTP/1.1 426\r\n" + framing + "\r\n");
        }
        return responses;
    }

    @ParameterizedTest
    @MethodSource("responses")
    void whatIsAddedToAResponseFits(String response) {
        final String name = "n".repeat(StickyCookie.NAME_CHARS_MAX);
        final String path = "/" + "p".repeat(StickyCookie.PATH_CHARS_MAX - 1);
        final String domain = "d".repeat(StickyCookie.DOMAIN_CHARS_MAX);
        final long age = StickyCookie.MAX_AGE_RANGE.max() / 1_000;
        harness.setup()
                .headBytes(8_192)
                .backends(40)
                .sticky(Sticky.by(
                        new StickyCookie(name, null, path, domain, true, true, SameSite.STRICT, age, true, true)))
                .forwarding(new Forwarding(
                        Forwarding.Style.BOTH, List.of(AddressRange.parse("192.0.2.0/24")), Forwarding.Heard.BOTH));
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nWeir-Explain: 1\r\n\r\n");
        harness.backend().newest().sends(response);
        harness.settle();
        final int added = addedBytes(response, client.received()) + "HTTP/1.1 999 ".length() + HSTS_BYTES;
        assertTrue(added >= WORST_RESPONSE_MIN, "no worst case: " + added);
        assertTrue(added <= HeadEdit.ADDED_BYTES_MAX, "too much: " + added);
    }
}
