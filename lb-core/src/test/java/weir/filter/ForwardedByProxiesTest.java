package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.AddressRange;
import weir.model.Forwarding;
import weir.model.Forwarding.Heard;
import weir.model.Forwarding.Style;
import weir.testkit.Wire;

/** Whose word about the client is believed, and in which fields it is told. A bar stands for the end of a line. */
class ForwardedByProxiesTest {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX;
    private static final List<AddressRange> TRUSTED =
            List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8:1::/48"));
    /** What else a head may get: a subject, Host, framing, an upgrade. */
    private static final int OTHERS_BYTES = 580 + 269 + 36 + 22 + 21;

    private static final String PROXY = "10.0.0.1";
    private static final String REST = "|X-Forwarded-Proto: http|X-Forwarded-Host: a";

    static Stream<Arguments> chains() {
        return Stream.of(
                arguments("nobody is named", "X: y", "X: y|X-Forwarded-For: 10.0.0.1" + REST),
                chain("the client before one proxy", "192.0.2.9", "192.0.2.9"),
                chain("the client before two", "192.0.2.9, 10.0.0.5", "192.0.2.9"),
                chain("what the client made up is not believed", "1.1.1.1, 192.0.2.9,10.0.0.5", "192.0.2.9"),
                chain("all are proxies", "10.0.0.7, 10.0.0.5", "10.0.0.7"),
                chain("with a port", "192.0.2.9:4711", "192.0.2.9"),
                chain("IPv6", "2001:db8::9, 2001:db8:1::5", "2001:db8::9"),
                chain("IPv6 with a port", "[2001:db8::9]:4711", "2001:db8::9"),
                chain("garbage further left is not reached", "unknown, 192.0.2.9", "192.0.2.9"),
                chain("behind garbage nobody vouches", "192.0.2.9, unknown, 10.0.0.5", "10.0.0.5"),
                chain("garbage says nothing", "192.0.2.9, unknown", null),
                arguments(
                        "an empty element is skipped",
                        "X-Forwarded-For: 192.0.2.9,, 10.0.0.5 , ,",
                        "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9,, 10.0.0.5, 10.0.0.1" + REST),
                arguments(
                        "and an empty line",
                        "X-Forwarded-For: 192.0.2.9|X-Forwarded-For:|X-Forwarded-For: ,",
                        "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1" + REST),
                arguments(
                        "the client has one form",
                        "X-Forwarded-For: 2001:DB8:0:0:0:0:0:9",
                        "X-Real-IP: 2001:db8::9|X-Forwarded-For: 2001:DB8:0:0:0:0:0:9, 10.0.0.1" + REST),
                chain("IPv4 within IPv6 is IPv4", "192.0.2.9, ::ffff:10.0.0.5", "192.0.2.9"),
                chain("nor an address with too much", "192.0.2.256", null),
                chain("nor one that is octal to some", "192.0.2.9, 010.0.0.5", null),
                chain("nor one within IPv6", "::ffff:010.0.0.5", null),
                chain("with a hidden port", "192.0.2.9:_x-1", "192.0.2.9"),
                chain("nor one with what is no port", "192.0.2.9:80x", null),
                chain("nor with an empty one", "192.0.2.9:", null),
                chain("nor with something behind the bracket", "[2001:db8::9]9", null),
                chain("nor with a bracket that is missing", "[2001:db8::9", null),
                chain("nor IPv4 in brackets", "[192.0.2.9]", null),
                arguments(
                        "lines are one list",
                        "X-Forwarded-For: 1.1.1.1|X: y|X-Forwarded-For: 192.0.2.9|X-Forwarded-For: 10.0.0.5",
                        "X: y|X-Real-IP: 192.0.2.9|X-Forwarded-For: 1.1.1.1, 192.0.2.9, 10.0.0.5, 10.0.0.1" + REST),
                arguments(
                        "what a proxy says of scheme and host stays",
                        "X-Forwarded-Proto: https|X-Forwarded-Host: b",
                        "X-Forwarded-Proto: https|X-Forwarded-Host: b|X-Forwarded-For: 10.0.0.1"),
                arguments(
                        "though it calls it a matter of this hop",
                        "Connection: x-forwarded-proto, X-Forwarded-Host|X-Forwarded-Proto: https|X-Forwarded-Host: b",
                        "X-Forwarded-Proto: https|X-Forwarded-Host: b|X-Forwarded-For: 10.0.0.1"),
                arguments(
                        "so does the rest of the family, in the one spelling",
                        "X-Forwarded-Prefix: /x|X_Forwarded_Prefix: /y|X-Forwarded-Ssl: on|X.Forwarded-Proto: https",
                        "X-Forwarded-Prefix: /x|X-Forwarded-Ssl: on|X-Forwarded-For: 10.0.0.1" + REST),
                arguments("its X-Real-IP does not", "X-Real-IP: 1.1.1.1", "X-Forwarded-For: 10.0.0.1" + REST),
                arguments( // which it has let through from its client
                        "what stands in a field that it does not write goes",
                        "Forwarded: for=1.1.1.1;host=evil|X-Forwarded-For: 192.0.2.9|forwarded: for=10.0.0.1",
                        "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1" + REST));
    }

    private static Arguments chain(String name, String chain, String client) {
        final String real = client == null ? "" : "X-Real-IP: " + client + "|";
        return arguments(name, "X-Forwarded-For: " + chain, real + "X-Forwarded-For: " + chain + ", " + PROXY + REST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void believesTrustedProxiesFromTheRight(String name, String lines, String expected) throws Exception {
        final Forwarding policy = new Forwarding(Style.X_FORWARDED, TRUSTED, Heard.X_FORWARDED);
        assertEquals(expected + "|Via: 1.1 weir", edited(PROXY, policy, lines));
    }

    static Stream<Arguments> mixtures() {
        final String lies =
                "X-Forwarded-For: 1.1.1.1|X-Forwarded-Proto: gopher|X-Forwarded-Host: evil|X-Forwarded-Prefix: /x";
        final String truth = "Forwarded: for=192.0.2.9;proto=https;host=b";
        final String mine = "|Forwarded: for=10.0.0.1;proto=http;host=\"a\"";
        return Stream.of(
                arguments(
                        "Forwarded is believed where proxies write that, whatever else a client says",
                        Style.BOTH,
                        Heard.RFC_7239,
                        lies + "|" + truth,
                        truth
                                + "|X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1|X-Forwarded-Proto: https|X-Forwarded-Host: b"
                                + "|Forwarded: for=10.0.0.1"),
                arguments(
                        "and nothing else where there is none",
                        Style.BOTH,
                        Heard.RFC_7239,
                        lies,
                        "X-Forwarded-For: 10.0.0.1" + REST + mine),
                arguments(
                        "X-Forwarded is believed where proxies write that",
                        Style.BOTH,
                        Heard.X_FORWARDED,
                        "Forwarded: for=1.1.1.1;proto=gopher;host=evil|X-Forwarded-For: 192.0.2.9",
                        "X-Real-IP: 192.0.2.9|Forwarded: for=192.0.2.9, for=10.0.0.1;proto=http;host=\"a\""
                                + "|X-Forwarded-For: 192.0.2.9, 10.0.0.1" + REST),
                arguments(
                        "one who is told Forwarded gets no X-Forwarded of a client",
                        Style.RFC_7239,
                        Heard.RFC_7239,
                        lies + "|" + truth,
                        truth + "|X-Real-IP: 192.0.2.9" + mine),
                arguments(
                        "unless that is what proxies write, which it is told in Forwarded, too",
                        Style.RFC_7239,
                        Heard.X_FORWARDED,
                        "X-Forwarded-For: 192.0.2.9|X-Forwarded-Proto: https|Forwarded: for=1.1.1.1",
                        "X-Forwarded-Proto: https|X-Real-IP: 192.0.2.9"
                                + "|Forwarded: for=192.0.2.9;proto=https, for=10.0.0.1;host=\"a\"|X-Forwarded-For: 192.0.2.9, 10.0.0.1"),
                arguments(
                        "one who is told X-Forwarded gets what proxies write in Forwarded",
                        Style.X_FORWARDED,
                        Heard.RFC_7239,
                        lies + "|" + truth,
                        truth
                                + "|X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1|X-Forwarded-Proto: https|X-Forwarded-Host: b"
                                + "|Forwarded: for=10.0.0.1"),
                arguments(
                        "whichever of them it is",
                        Style.X_FORWARDED,
                        Heard.BOTH,
                        truth,
                        truth
                                + "|X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1|X-Forwarded-Proto: https|X-Forwarded-Host: b"
                                + "|Forwarded: for=10.0.0.1"),
                arguments(
                        "one who is told Forwarded, too",
                        Style.RFC_7239,
                        Heard.BOTH,
                        "X-Forwarded-For: 192.0.2.9",
                        "X-Real-IP: 192.0.2.9|Forwarded: for=192.0.2.9, for=10.0.0.1;proto=http;host=\"a\"|X-Forwarded-For: 192.0.2.9, 10.0.0.1"),
                arguments(
                        "and one who is told nothing gets nothing that the proxy has not written",
                        Style.NONE,
                        Heard.RFC_7239,
                        truth,
                        truth + "|X-Real-IP: 192.0.2.9" + mine),
                arguments(
                        "nor does one who is told nothing get a Forwarded of a client",
                        Style.NONE,
                        Heard.X_FORWARDED,
                        "X-Forwarded-For: 192.0.2.9|Forwarded: for=1.1.1.1",
                        "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1"),
                arguments(
                        "a proxy that writes both vouches for both",
                        Style.X_FORWARDED,
                        Heard.BOTH,
                        "X-Forwarded-For: 192.0.2.9|Forwarded: for=192.0.2.9",
                        "Forwarded: for=192.0.2.9|X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1" + REST
                                + mine));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void believesProxiesInTheFieldsThatTheyWriteOnly(
            String name, Style style, Heard heard, String lines, String expected) throws Exception {
        final Forwarding policy = new Forwarding(style, TRUSTED, heard);
        assertEquals(expected + "|Via: 1.1 weir", edited(PROXY, policy, lines));
    }

    static Stream<Arguments> forwardedLists() {
        return Stream.of(
                arguments("no more than there may be", "for=1.1.1.1,".repeat(15) + "for=192.0.2.9", "192.0.2.9"),
                arguments("one more", "for=1.1.1.1,".repeat(16) + "for=192.0.2.9", "192.0.2.9"),
                arguments("many more", "for=1.1.1.1,".repeat(500) + "for=192.0.2.9, for=10.0.0.5", "192.0.2.9"),
                arguments("on many lines", "for=1.1.1.1|Forwarded: ".repeat(20) + "for=192.0.2.9", "192.0.2.9"),
                arguments("nobody but proxies", "for=10.0.0.7,".repeat(20) + "for=10.0.0.5", "10.0.0.7"),
                arguments("a quoted pair", "for=192.0.2.9;secret=\"a\\\",for=1.1.1.1\"", "192.0.2.9"),
                arguments("and one before it", "secret=\"\\\\\", for=192.0.2.9;by=\"\\\"\"", "192.0.2.9"),
                arguments("garbage further left", "=, for=192.0.2.9", "192.0.2.9"),
                arguments("on a line of its own", "for=\"|Forwarded: for=192.0.2.9", "192.0.2.9"),
                arguments("a quote of the client that does not end", "for=\", for=192.0.2.9;proto=https", "192.0.2.9"),
                arguments(
                        "or only in the proxy's element",
                        "for=1.1.1.1;x=\", for=\"192.0.2.9:80\";host=\"b\"",
                        "192.0.2.9"),
                arguments("or is escaped", "for=\"\\, for=192.0.2.9", "192.0.2.9"),
                arguments("or three of them", "a=\"\"\",b=\"c, for=192.0.2.9", "192.0.2.9"),
                arguments("behind garbage nobody vouches", "for=192.0.2.9, =, for=10.0.0.5", "10.0.0.5"),
                arguments("an element that is garbage to its end", "for=192.0.2.9, for=\"10.0.0.5", null),
                arguments("a pair that is cut", "for=192.0.2.9;a=\"\\", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forwardedLists")
    void readsForwardedFromTheRightWhateverStandsLeft(String name, String list, String client) throws Exception {
        final Forwarding policy = new Forwarding(Style.BOTH, TRUSTED, Heard.RFC_7239);
        final String edited = edited(PROXY, policy, "Forwarded: " + list);
        assertEquals(client == null ? "" : client, ("|" + edited).replaceAll("(.*[|]X-Real-IP: ([^|]*))?.*", "$2"));
        assertEquals(client == null, ("|" + edited).contains("|X-Forwarded-For: 10.0.0.1|"), edited);
    }

    static Stream<Arguments> malformedLists() {
        final String open = "for=192.0.2.9;host=\"b";
        final String mine = "for=10.0.0.1;proto=http;host=\"a\"";
        return Stream.of(
                arguments(Heard.RFC_7239, "Forwarded: " + open, "Forwarded: " + mine),
                arguments(Heard.RFC_7239, "Forwarded: " + open + "\\", "Forwarded: " + mine),
                arguments(Heard.RFC_7239, "Forwarded: for=192.0.2.9|Forwarded: " + open, "Forwarded: " + mine),
                arguments(
                        Heard.RFC_7239,
                        "Forwarded: " + open + ", for=192.0.2.8;proto=https;host=c",
                        "X-Real-IP: 192.0.2.8|Forwarded: for=192.0.2.8;proto=https;host=\"c\", " + mine),
                arguments(
                        Heard.RFC_7239,
                        "Forwarded: =|Forwarded: for=\"[2001:db8::9]\", for=10.0.0.5",
                        "X-Real-IP: 2001:db8::9|Forwarded: for=\"[2001:db8::9]\", " + mine),
                arguments(
                        Heard.BOTH,
                        "Forwarded: " + open + "|X-Forwarded-For: 192.0.2.9",
                        "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1|Forwarded: for=192.0.2.9, " + mine),
                arguments(
                        Heard.BOTH,
                        "X-Forwarded-For: \"1.1.1.1, 192.0.2.9|Forwarded: for=192.0.2.9",
                        "Forwarded: for=192.0.2.9|X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1|Forwarded: "
                                + mine),
                arguments(
                        Heard.X_FORWARDED,
                        "X-Forwarded-For: 192.0.2.9, \"10.0.0.5",
                        "Forwarded: for=192.0.2.9, for=unknown, " + mine + "|X-Forwarded-For: 10.0.0.1"));
    }

    /** What is added would be a part of a quoted string that is left open. */
    @ParameterizedTest
    @MethodSource("malformedLists")
    void tellsAnewWhatStandsInAListThatIsMalformed(Heard heard, String lines, String expected) throws Exception {
        final Forwarding policy = new Forwarding(Style.RFC_7239, TRUSTED, heard);
        assertEquals(expected + "|Via: 1.1 weir", edited(PROXY, policy, lines));
    }

    @ParameterizedTest
    @EnumSource(names = {"BOTH", "X_FORWARDED"})
    void tellsAnewInEachStyle(Style style) throws Exception {
        final String edited = edited(
                PROXY, new Forwarding(style, TRUSTED, Heard.RFC_7239), "Forwarded: =, for=192.0.2.9;proto=https");
        assertEquals(
                "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1|X-Forwarded-Proto: https|X-Forwarded-Host: a"
                        + "|Forwarded: for=192.0.2.9;proto=https, for=10.0.0.1;host=\"a\"|Via: 1.1 weir",
                edited);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=\"192.0.2\\.9\";proto=\"\\https\";host=\"b\\:8\\0\"",
                "for=1.1.1.1;x=\"\\a\", for=\"\\1\\9\\2.0.2.9:80\";proto=https;host=\"\\b:80\"",
                "for=192.0.2.9;proto=https;host=\"b:80\";",
                ";for=192.0.2.9;;proto=https;host=\"b:80\""
            })
    void readsQuotedPairsAndEmptyPairsAsTheirGrammarHasThem(String list) throws Exception {
        final Forwarding policy = new Forwarding(Style.X_FORWARDED, TRUSTED, Heard.RFC_7239);
        final String edited = edited(PROXY, policy, "Forwarded: " + list);
        assertTrue(edited.startsWith("Forwarded: " + list + "|X-Real-IP: 192.0.2.9|"), edited);
        assertTrue(edited.contains("192.0.2.9, 10.0.0.1|X-Forwarded-Proto: https|X-Forwarded-Host: b:80|"), edited);
    }

    @ParameterizedTest
    @ValueSource(strings = {"for=192.0.2.9;host=\"\\example.,x\"", "for=192.0.2.9;host=\"example.\\\",x\""})
    void aHostThatIsNoneInAQuotedStringIsNotTold(String list) throws Exception {
        final String edited =
                edited(PROXY, new Forwarding(Style.X_FORWARDED, TRUSTED, Heard.RFC_7239), "Forwarded: " + list);
        assertTrue(edited.contains("|X-Forwarded-Host: a|"), edited);
    }

    /** A route for the proxy's own network must not be had by asking the proxy. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "X-Forwarded-For: 192.0.2.9; 4",
                "X-Other: 1; 4",
                "X-Forwarded-For: 10.0.0.9; 4",
                "X-Forwarded-For: 192.0.2.9, 10.0.0.9; 4",
                "X-Forwarded-For: unknown; 0",
                "X-Forwarded-For: unknown, 10.0.0.9; 0",
                "X-Real-IP: 192.0.2.9; 0",
                "Forwarded: for=_hidden; 0",
                "Forwarded: for=192.0.2.9; 0",
            })
    void aProxyLendsItsAddressToNobodyItDoesNotName(String line, int bytes) throws Exception {
        final ByteBuffer in = Wire.directAt(FRONT, "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.capacity()));
        final Forwarding policy = new Forwarding(Style.X_FORWARDED, TRUSTED, Heard.X_FORWARDED);
        final ForwardedFields fields =
                new ForwardedFields(InetAddress.getByName(PROXY).getAddress(), "http", policy);
        assertEquals(bytes, fields.routedClient(parser.head(), in, new byte[16]));
    }

    @Test
    void quotedPairsOfOthersTakeNobodysRoom() throws Exception {
        final String others = ("for=\"\\" + "x".repeat(400) + "\";host=\"\\" + "y".repeat(300) + "\",").repeat(17);
        final String edited = edited(
                PROXY,
                new Forwarding(Style.X_FORWARDED, TRUSTED, Heard.RFC_7239),
                "Forwarded: " + others + "for=\"192.0.2\\.9\"");
        assertTrue(edited.contains("|X-Real-IP: 192.0.2.9|"), edited);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.0 fred, 1.1 p (a (b) \\) c);true",
                "1.1 p \"(\";true",
                "1.1 p (a;false",
                "1.1 p (a \\);false",
                "1.1 p \"a;false",
                "1.1 p (a\\;false"
            })
    void leavesNoCommentOpenBeforeItsOwnVia(String via, boolean stays) throws Exception {
        final String edited = edited("192.0.2.7", new Forwarding(Style.NONE, TRUSTED, Heard.BOTH), "Via: " + via);
        assertEquals((stays ? "Via: " + via + "|" : "") + "Via: 1.1 weir", edited);
    }

    static Stream<Arguments> oneStyle() {
        final String x = "X-Real-IP: 192.0.2.9|X-Forwarded-For: 192.0.2.9, 10.0.0.1";
        return Stream.of(
                arguments(
                        "what X-Forwarded says of the client, Forwarded says",
                        "X-Forwarded-For: 192.0.2.9|X-Forwarded-Proto: https|X-Forwarded-Host: b",
                        "X-Forwarded-Proto: https|X-Forwarded-Host: b|X-Real-IP: 192.0.2.9"
                                + "|Forwarded: for=192.0.2.9;proto=https;host=\"b\", for=10.0.0.1"
                                + "|X-Forwarded-For: 192.0.2.9, 10.0.0.1"),
                arguments(
                        "with each proxy, and those it does not believe",
                        "X-Forwarded-For: 1.1.1.1, _x,2001:db8::9:80:1, 10.0.0.5:81|X-Forwarded-Proto: https",
                        "X-Forwarded-Proto: https|X-Real-IP: 2001:db8::9:80:1"
                                + "|Forwarded: for=1.1.1.1, for=unknown, for=\"[2001:db8::9:80:1]\";proto=https, for=10.0.0.5, for=10.0.0.1;host=\"a\""
                                + "|X-Forwarded-For: 1.1.1.1, _x,2001:db8::9:80:1, 10.0.0.5:81, 10.0.0.1|X-Forwarded-Host: a"),
                arguments(
                        "the protocol alone",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Proto: https|Forwarded: for=10.0.0.1;proto=https;host=\"a\"|X-Forwarded-For: 10.0.0.1|X-Forwarded-Host: a"),
                arguments(
                        "what is no protocol and no host is not told on",
                        "X-Forwarded-For: 192.0.2.9|X-Forwarded-Proto: \";a|X-Forwarded-Host: b\"",
                        "X-Forwarded-Proto: \";a|X-Forwarded-Host: b\"|X-Real-IP: 192.0.2.9"
                                + "|Forwarded: for=192.0.2.9, for=10.0.0.1;proto=http;host=\"a\"|X-Forwarded-For: 192.0.2.9, 10.0.0.1"),
                arguments(
                        "what Forwarded says of the client, X-Forwarded says",
                        "Forwarded: for=192.0.2.9;proto=https;host=b",
                        "Forwarded: for=192.0.2.9;proto=https;host=b|" + x
                                + "|X-Forwarded-Proto: https|X-Forwarded-Host: b|Forwarded: for=10.0.0.1"),
                arguments(
                        "with all that its grammar allows",
                        "Forwarded: For=\"[2001:DB8::9]:80\";PROTO=https, , for=10.0.0.5;by=_x;host=\"c\"|X: y|Forwarded: secret=\"a,b;c\" ;for=10.0.0.6",
                        "Forwarded: For=\"[2001:DB8::9]:80\";PROTO=https, , for=10.0.0.5;by=_x;host=\"c\"|X: y|Forwarded: secret=\"a,b;c\" ;for=10.0.0.6"
                                + "|X-Real-IP: 2001:db8::9|X-Forwarded-For: 2001:db8::9, 10.0.0.5, 10.0.0.6, 10.0.0.1|X-Forwarded-Proto: https"
                                + "|X-Forwarded-Host: a|Forwarded: for=10.0.0.1;host=\"a\""),
                arguments(
                        "garbage says nothing",
                        "Forwarded: for=192.0.2.9, =",
                        "X-Forwarded-For: 10.0.0.1" + REST + "|Forwarded: for=10.0.0.1;proto=http;host=\"a\""),
                arguments(
                        "both stay what they are",
                        "X-Forwarded-For: 192.0.2.9|Forwarded: for=192.0.2.8",
                        "Forwarded: for=192.0.2.8|" + x + REST + "|Forwarded: for=10.0.0.1;proto=http;host=\"a\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneStyle")
    void bothStylesTellTheSame(String name, String lines, String expected) throws Exception {
        final Forwarding policy = new Forwarding(Style.BOTH, TRUSTED, Heard.BOTH);
        assertEquals(expected + "|Via: 1.1 weir", edited(PROXY, policy, lines));
    }

    static Stream<Arguments> longLines() {
        final String host = "h".repeat(255) + ":65535";
        final String client = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff";
        return Stream.of(
                arguments("X-Forwarded-For: " + (client + ",").repeat(6)
                        + "|X-Forwarded-Proto: sixteen-letters-|X-Forwarded-Host: " + host),
                arguments("X-Forwarded-For: " + "a,".repeat(120) + client),
                arguments("X-Forwarded-For: " + "a,".repeat(300) + client),
                arguments("X-Forwarded-For: " + "::1,".repeat(60) + "1.1.1.1"),
                arguments("Forwarded: " + "for=a, ".repeat(15) + "for=\"[" + client
                        + "]\";proto=sixteen-letters-;host=\"" + host + "\""),
                arguments("Forwarded: " + ("for=\"[" + client + "]\",").repeat(6)),
                arguments("Forwarded: =," + ("for=\"[2001:db9" + client.substring(8) + "]\",").repeat(6) + "for=\"["
                        + client + "]\";proto=sixteen-letters-;host=\"" + host + "\""));
    }

    @ParameterizedTest
    @MethodSource("longLines")
    void bothStylesFitIntoTheRoomForAddedLines(String lines) throws Exception {
        final Forwarding policy = new Forwarding(Style.BOTH, List.of(AddressRange.parse("2001:db9::/32")), Heard.BOTH);
        final String edited = edited("2001:db9:ffff:ffff:ffff:ffff:ffff:ffff", policy, lines);
        assertTrue(edited.length() - lines.length() < HeadEdit.ADDED_BYTES_MAX - OTHERS_BYTES, edited);
        assertTrue(edited.contains("X-Real-IP: "), edited);
    }

    static Stream<Arguments> longChains() {
        return Stream.of(arguments("192.0.2.9, ".repeat(40) + "192.0.2.9"), arguments("9".repeat(2_000)));
    }

    @ParameterizedTest
    @MethodSource("longChains")
    void leavesALongChainAsItIsAndAddsALine(String chain) throws Exception {
        final Forwarding policy = new Forwarding(Style.X_FORWARDED, TRUSTED, Heard.X_FORWARDED);
        final String edited = edited(PROXY, policy, "X-Forwarded-For: " + chain);
        assertTrue(edited.startsWith("X-Forwarded-For: " + chain + "|"));
        assertTrue(edited.endsWith("|X-Forwarded-For: 10.0.0.1" + REST + "|Via: 1.1 weir"));
    }

    static Stream<Arguments> styles() {
        final String x = "X-Forwarded-For: 192.0.2.7" + REST;
        final String rfc = "Forwarded: for=192.0.2.7;proto=http;host=\"a\"";
        return Stream.of(
                arguments(Style.X_FORWARDED, x + "|Via: 1.1 weir"),
                arguments(Style.RFC_7239, rfc + "|Via: 1.1 weir"),
                arguments(Style.BOTH, x + "|" + rfc + "|Via: 1.1 weir"),
                arguments(Style.NONE, "Via: 1.1 weir"));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void takesOutTheWordOfStrangersInEveryStyle(Style style, String expected) throws Exception {
        final String lies =
                "X-Forwarded-For: 1.1.1.1|Forwarded: for=1.1.1.1|X-Real-IP: 1.1.1.1|X-Forwarded-Proto: https"
                        + "|X-Forwarded-Host: b|X-Forwarded-Port: 1|X_Forwarded_For: 1.1.1.1";
        assertEquals(expected, edited("192.0.2.7", new Forwarding(style, TRUSTED, Heard.BOTH), lies));
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                arguments("11.0.0.1"), arguments("9.255.255.255"), arguments("2001:db8:2::1"), arguments("::a00:1"));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void believesNobodyOutsideTheTrustedNetworks(String client) throws Exception {
        final String edited =
                edited(client, new Forwarding(Style.NONE, TRUSTED, Heard.BOTH), "X-Forwarded-For: 1.1.1.1");
        assertEquals("Via: 1.1 weir", edited);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void quotesIpv6InForwarded(Style style, String ignored) throws Exception {
        final String edited = edited("2001:db8:2::1", new Forwarding(style, TRUSTED, Heard.BOTH), "X: y");
        final boolean hasForwarded = style == Style.RFC_7239 || style == Style.BOTH;
        assertEquals(hasForwarded, edited.contains("|Forwarded: for=\"[2001:db8:2::1]\";proto=http;host=\"a\"|"));
    }

    /** All lines behind Host, without line ends. */
    private static String edited(String client, Forwarding policy, String lines) throws Exception {
        final String text = Wire.crlf(("GET / HTTP/1.1|Host: a|" + lines).replace('|', '\n')) + "\r\n\r\n";
        final ByteBuffer in = Wire.directAt(FRONT, text);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.capacity()));
        assertNull(head.read(parser, in));
        edit.begin();
        new ForwardedFields(InetAddress.getByName(client).getAddress(), "http", policy)
                .edit(head.view(), in, edit, null, null, true);
        head.edit(in, edit, false);
        final String result = Wire.text(in, head.rewrite(in, edit), in.capacity());
        return result.replace("GET / HTTP/1.1\r\nHost: a\r\n", "")
                .replace("\r\n\r\n", "")
                .replace("\r\n", "|");
    }
}
