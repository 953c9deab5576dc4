package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.AddressRange;
import weir.model.Forwarding;
import weir.model.Identity;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.RequestIds;
import weir.model.TraceContext;
import weir.template.TemplateOutput;
import weir.testkit.Wire;

/** What a request is known by: made, or taken from whom it is believed. */
class IdentityTest {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
    private static final byte[] TRUSTED = {10, 0, 0, 1};
    private static final byte[] STRANGER = {11, 0, 0, 1};

    private final RandomIds ids = new RandomIds(1, 2);
    private final RequestId id = new RequestId();
    private final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());
    private final TemplateOutput out = new TemplateOutput(256);
    private final RequestContext context = new RequestContext(0, (placeholder, name, to) -> {}, out);
    private RequestHead head;

    private static Listener listener(RequestIds requestIds, TraceContext trace) {
        final Forwarding forwarding =
                new Forwarding(Forwarding.Style.X_FORWARDED, List.of(AddressRange.parse("10.0.0.0/8")));
        return new Listener(
                        "web",
                        new InetSocketAddress(0),
                        0,
                        List.of(),
                        ListenerTimeouts.DEFAULTS,
                        ListenerLimits.DEFAULTS,
                        forwarding)
                .withIdentity(new Identity(requestIds, trace));
    }

    private void arrives(byte[] client, String lines) {
        final String wire = Wire.crlf("GET / HTTP/1.1\nHost: a\n" + lines + "\n");
        final ByteBuffer in = Wire.directAt(FRONT, wire);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.limit()));
        head = new RequestHead();
        assertNull(head.read(parser, in));
        final ForwardedFields forwarded =
                new ForwardedFields(client, "http", listener(null, null).forwarding());
        final ClientFacts facts = new KnownClient(forwarded, null);
        edit.begin();
        context.begin(head.view(), in, edit, facts, null, 0);
        context.identify(id);
    }

    // --- request ids

    private String id(RequestIds.Trust trust, byte[] client, String lines) {
        arrives(client, lines);
        assertTrue(RequestIdFilter.of(listener(new RequestIds("X-Id", trust, false), null), ids)
                .apply(context));
        id.write(out.begin(TemplateOutput.Escaping.LINE));
        return new String(out.bytes(), 0, out.count(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachRequestHasAnIdOfItsOwn() {
        final Set<String> found = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            final String made = id(RequestIds.Trust.TRUSTED, TRUSTED, "");
            assertTrue(made.matches("[0-9a-f]{32}"), made);
            found.add(made);
        }
        assertEquals(1_000, found.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0af7651916cd43dd8448eb211c80319c", "Root=1-67891233-abcdef", "a-._~:+/=@Z"})
    void aTokenOfATrustedClientIsTaken(String token) {
        final String line = "x-id: " + token + "\n";
        assertEquals(token, id(RequestIds.Trust.TRUSTED, TRUSTED, line));
        assertNotEquals(token, id(RequestIds.Trust.TRUSTED, STRANGER, line));
        assertNotEquals(token, id(RequestIds.Trust.NEVER, TRUSTED, line));
        assertNotEquals(token, id(RequestIds.Trust.TRUSTED, TRUSTED, line + line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a<b", "a\u00e9", "a;b", "a,b", "{a}", "a%0a"})
    void whatIsNoShortTokenIsNot(String value) {
        assertTrue(
                id(RequestIds.Trust.TRUSTED, TRUSTED, "X-Id: " + value + "\n").matches("[0-9a-f]{32}"));
        final String tooLong = "x".repeat(RequestId.BYTES_MAX + 1);
        assertTrue(
                id(RequestIds.Trust.TRUSTED, TRUSTED, "X-Id: " + tooLong + "\n").matches("[0-9a-f]{32}"));
    }

    @Test
    void whatLooksLikeTheFieldIsTakenOut() {
        id(RequestIds.Trust.TRUSTED, TRUSTED, "X_Id: 1\nX-Id: 2\nX-Id2: 3\n");
        assertTrue(head.view().isDropped(1) && head.view().isDropped(2));
        assertFalse(head.view().isDropped(3));
    }

    @Test
    void isSipHash() {
        final RandomIds known = new RandomIds(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertEquals(0x93f5f5799a932462L, known.hash(0x0706050403020100L));
    }

    // --- traces

    private String traced(TraceContext.Trust trust, double sample, byte[] client, String lines) {
        arrives(client, lines);
        assertTrue(TraceFilter.of(listener(null, new TraceContext(trust, sample)), ids)
                .apply(context));
        final ByteBuffer in = context.in();
        head.edit(in, edit, false);
        final int start = head.rewrite(in, edit);
        return Wire.text(in, start, in.limit())
                .replace("\r\n\r\n", "\r\n")
                .replace("\r\n", "|")
                .replace("GET / HTTP/1.1|Host: a|", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-01",
                "00-" + TRACE + "-00",
                "00-" + TRACE + "-ff",
                "01-" + TRACE + "-01",
                "cc-" + TRACE + "-01-what the future brings"
            })
    void aValidParentStaysWithItsState(String value) {
        final String lines = "TraceParent: " + value + "\ntracestate: a=b\n";
        final String same = "TraceParent: " + value + "|tracestate: a=b|";
        assertEquals(same, traced(TraceContext.Trust.ANY, 1, STRANGER, lines));
        assertEquals(same, traced(TraceContext.Trust.TRUSTED, 1, TRUSTED, lines));
        assertFalse(traced(TraceContext.Trust.TRUSTED, 1, STRANGER, lines).contains(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + TRACE,
                "00-" + TRACE + "-1",
                "00-" + TRACE + "-01-",
                "00-" + TRACE + "-01-more",
                "01-" + TRACE + "-01more",
                "ff-" + TRACE + "-01",
                "0-" + TRACE + "-01",
                "00_" + TRACE + "-01",
                "00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0g"
            })
    void anInvalidOneIsReplacedAndItsStateForgotten(String value) {
        final String got =
                traced(TraceContext.Trust.ANY, 1, STRANGER, "traceparent: " + value + "\nA: b\ntracestate: a=b\n");
        assertTrue(got.matches("A: b\\|traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01\\|"), got);
    }

    @Test
    void twoAreInvalid() {
        final String line = "traceparent: 00-" + TRACE + "-01\n";
        final String got = traced(TraceContext.Trust.ANY, 1, STRANGER, line + line);
        assertTrue(got.matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01\\|"), got);
        assertFalse(got.contains(TRACE));
    }

    @Test
    void aShareOfThoseThatBeginHereIsRecorded() {
        int recorded = 0;
        for (int i = 0; i < 10_000; i++) {
            recorded += traced(TraceContext.Trust.ANY, 0.25, STRANGER, "").endsWith("-01|") ? 1 : 0;
        }
        assertTrue(recorded > 2_300 && recorded < 2_700, () -> "of 10,000");
        assertTrue(traced(TraceContext.Trust.ANY, 0, STRANGER, "").endsWith("-00|"));
    }
}
