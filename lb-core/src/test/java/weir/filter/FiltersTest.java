package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.balance.Algorithm;
import weir.buf.Ascii;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.LocalReply;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.model.Access;
import weir.model.AddressRange;
import weir.model.Backend;
import weir.model.CertificateFiles;
import weir.model.Cors;
import weir.model.Faults;
import weir.model.Forwarding;
import weir.model.HeaderRule;
import weir.model.HeaderRules;
import weir.model.HealthCheck;
import weir.model.Hsts;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerMode;
import weir.model.ListenerTimeouts;
import weir.model.PathPolicy;
import weir.model.Policy;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;
import weir.model.Rewrite;
import weir.model.Route;
import weir.model.SecurityHeaders;
import weir.model.Sticky;
import weir.model.Tls;
import weir.template.Template;
import weir.template.TemplateOutput;
import weir.template.Values;
import weir.testkit.ManualClock;
import weir.testkit.Wire;

/** Which filters a listener and a pool have, in which order, and what comes of it. */
class FiltersTest {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX;
    private static final byte[] EXPLAIN_LINE = Ascii.bytes("Weir-Explain: \"app\"\r\n");
    private static final byte[] CLIENT = {10, 0, 0, 1};

    private final DateLine date = new DateLine(new ManualClock());
    private final Values values = (placeholder, name, out) -> out.add(Ascii.bytes(placeholder.word()));
    private final RequestContext request = new RequestContext(0, values, new TemplateOutput(1024));
    private final ResponseContext response = new ResponseContext(values, new TemplateOutput(1024));
    private final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());

    private static Listener listener(String... trusted) {
        return new Listener(
                "web",
                new InetSocketAddress(0),
                0,
                List.of(),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS,
                new Forwarding(
                        Forwarding.Style.X_FORWARDED,
                        List.of(trusted).stream().map(AddressRange::parse).toList()));
    }

    private static Listener secured(Listener plain) {
        return secured(plain, 60, null);
    }

    private static Listener secured(Listener plain, int hstsSeconds, String clientHeader) {
        return plain.withTls(new Tls(
                List.of(new CertificateFiles(Path.of("a.pem"), Path.of("a-key.pem"))),
                Tls.Version.TLS_1_2,
                clientHeader == null ? Tls.ClientCertificate.NONE : Tls.ClientCertificate.OPTIONAL,
                clientHeader == null ? null : Path.of("ca.pem"),
                clientHeader,
                Tls.HTTP,
                hstsSeconds == 0 ? null : Hsts.of(hstsSeconds),
                Tls.HANDSHAKE_MS));
    }

    private static Pool pool(String host) {
        return new Pool(
                "app",
                Algorithm.ROUND_ROBIN,
                host,
                List.of(new Backend("a", new InetSocketAddress("127.0.0.1", 1))),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
    }

    private Filters filters(Listener listener, Pool... pools) {
        return new Filters(listener, List.of(pools), new SharedRows(List.of(listener), date));
    }

    private static ClientFacts client(Listener listener) {
        final ForwardedFields forwarded = new ForwardedFields(CLIENT, "http", listener.forwarding());
        return new KnownClient(forwarded, Ascii.bytes("Host: own\r\n"));
    }

    private RequestHead arrives(Listener listener, String lines) {
        final String wire = Wire.crlf(lines + "\n");
        final ByteBuffer in = Wire.directAt(FRONT, wire);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.limit()));
        final RequestHead head = new RequestHead();
        assertNull(head.read(parser, in));
        edit.begin();
        request.begin(head.view(), in, edit, client(listener), null, 0);
        request.identify(new RequestId());
        return head;
    }

    private static String text(ByteBuffer out) {
        return Wire.text(out, out.position(), out.limit()).replaceAll("Date: [^\r]*", "Date: now");
    }

    // --- rows

    /** Which of all that these listeners have for these pools are of that type, by identity. */
    private Set<Object> distinct(Class<?> type, List<Listener> listeners, List<Pool> pools) {
        final SharedRows shared = new SharedRows(listeners, date);
        final Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Listener listener : listeners) {
            final Filters filters = new Filters(listener, pools, shared);
            for (int i = 0; i < pools.size(); i++) {
                final PoolRows rows = filters.rows(i);
                Stream.of(
                                Stream.of(rows, rows.towards(), rows.finals(), rows.switches()),
                                Stream.of(rows.towards()),
                                Stream.of(rows.finals()),
                                Stream.of(rows.switches()))
                        .flatMap(each -> each)
                        .filter(type::isInstance)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Pool sticky(Pool pool) {
        return pool.withSticky(Sticky.by(weir.model.StickyCookie.named("W")));
    }

    @Test
    void thereAreAsManyRowsAsThingsThatAreAskedFor() {
        final List<Listener> listeners = new ArrayList<>();
        final List<Pool> pools = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            listeners.add(i % 2 == 0 ? listener() : secured(listener()));
            pools.add(i % 2 == 0 ? pool(null) : pool("inside"));
        }
        assertEquals(4, distinct(PoolRows.class, listeners, pools).size()); // with HSTS or not, to that host or not
        assertEquals(2, distinct(RequestFilter[].class, listeners, pools).size());
        assertEquals(3, distinct(ResponseFilter[].class, listeners, pools).size()); // and the empty one, for switches
        assertEquals(2, distinct(ForwardedFilter.class, listeners, pools).size());
        assertEquals(1, distinct(HstsField.class, listeners, pools).size());
        assertEquals(1, distinct(DateField.class, listeners, pools).size());
        assertEquals(1, distinct(PersistenceField.class, listeners, pools).size());
    }

    /** Whatever a row depends on. */
    @Test
    void whoAsksForSomethingElseHasRowsOfItsOwn() {
        final Listener plain = listener();
        final Pool app = pool(null);
        final List<Listener> listeners = List.of(
                plain,
                plain.withDialect(plain.dialect().withoutVia()),
                listener("10.0.0.0/8"),
                secured(plain),
                secured(plain, 61, null),
                secured(plain, 60, "X-Client-Subject"));
        final List<Pool> pools = List.of(app, sticky(app), pool("one"), pool("two"));
        assertEquals(
                listeners.size() * pools.size(),
                distinct(PoolRows.class, listeners, pools).size());
        assertEquals(1, distinct(ReservedFields.class, listeners, pools).size());
        assertEquals(
                List.of("ForwardedFilter", "ReservedFields", "ClientCertificateField", "StickyCookie"),
                Stream.of(new Filters(listeners.get(5), pools, new SharedRows(listeners, date))
                                .rows(1)
                                .towards())
                        .map(filter -> filter.getClass().getSimpleName())
                        .toList());
    }

    // --- requests

    @Test
    void aPlainListenerLetsRequestsPass() {
        arrives(listener(), "GET / HTTP/1.1\nHost: a\nWeir-Explain: 1\n");
        assertTrue(filters(listener()).beforeRoute(request));
        assertNull(request.reply());
        assertFalse(request.wantsExplanation());
    }

    @Test
    void sendsClientsToHttps() {
        final Listener listener =
                listener().withMode(ListenerMode.HTTPS_REDIRECT).withRedirectStatus(308);
        arrives(listener, "GET /a?b HTTP/1.1\nHost: example.com.:80\n");
        assertFalse(filters(listener).onRoute(Filters.NO_ROUTE, request));
        assertEquals(Wire.crlf("""
                        HTTP/1.1 308 Permanent Redirect
                        Date: now
                        Content-Length: 0
                        Location: https://example.com/a?b

                        """), text(request.reply().end(true, false)));
    }

    @Test
    void routesAreNotSentToHttps() {
        final Listener plain = listener();
        final Listener listener = new Listener(
                        plain.name(),
                        plain.bind(),
                        Listener.NO_POOL,
                        List.of(new Route(null, "/.well-known/*", 0)),
                        plain.timeouts(),
                        plain.limits())
                .withMode(ListenerMode.HTTPS_REDIRECT)
                .withRedirectStatus(308);
        arrives(listener, "GET /.well-known/a HTTP/1.1\nHost: example.com\n");
        assertTrue(filters(listener, pool(null)).beforeRoute(request));
        assertTrue(filters(listener, pool(null)).onRoute(0, request));
        assertFalse(filters(listener, pool(null)).onRoute(Filters.NO_ROUTE, request));
    }

    @Test
    void cannotSendAnywhereWhoNamesNoHost() {
        final Listener listener =
                listener().withMode(ListenerMode.HTTPS_REDIRECT).withRedirectStatus(308);
        arrives(listener, "GET / HTTP/1.0\n");
        assertFalse(filters(listener).onRoute(Filters.NO_ROUTE, request));
        assertEquals(Fault.HOST_MISSING, request.fault());
        assertNull(request.reply());
    }

    @Test
    void forgetsTheClientThatLeavesAndNoOther() {
        arrives(listener(), "GET / HTTP/1.1\nHost: a\n");
        final ClientFacts last = request.client();
        request.forget(client(listener()));
        assertSame(last, request.client());
        request.forget(last);
        assertNull(request.client());
    }

    @Test
    void explainsToTrustedClientsWhoAsk() {
        final Listener listener = listener("10.0.0.0/8");
        arrives(listener, "GET / HTTP/1.1\nHost: a\nWeir-Explain: 1\n");
        assertTrue(filters(listener).beforeRoute(request));
        assertTrue(request.wantsExplanation());
        arrives(listener, "GET / HTTP/1.1\nHost: a\n");
        assertTrue(filters(listener).beforeRoute(request));
        assertFalse(request.wantsExplanation());
    }

    @Test
    void tellsEachPoolWhatItWantsToBeTold() {
        final Listener listener = listener();
        final Filters filters = filters(
                listener,
                pool(null),
                pool("inside").withDialect(pool("inside").dialect().withoutVia()));
        assertEquals(
                "GET / HTTP/1.1|Host: a|X-Forwarded-For: 10.0.0.1|X-Forwarded-Proto: http|X-Forwarded-Host: a|Via: 1.1 weir|",
                towards(filters, 0, listener));
        assertEquals(
                "GET / HTTP/1.1|X-Forwarded-For: 10.0.0.1|X-Forwarded-Proto: http|X-Forwarded-Host: a|Host: inside|",
                towards(filters, 1, listener));
    }

    private String towards(Filters filters, int pool, Listener listener) {
        final RequestHead head = arrives(listener, "GET / HTTP/1.1\nHost: a\n");
        assertTrue(filters.towards(Filters.NO_ROUTE, pool, request));
        final ByteBuffer in = request.in();
        head.edit(in, edit, pool == 1);
        return lines(in, head.rewrite(in, edit));
    }

    private static String lines(ByteBuffer in, int from) {
        return Wire.text(in, from, in.limit())
                .replace("\r\n\r\n", "\r\n")
                .replace("\r\n", "|")
                .replaceAll("Date: [^|]*", "Date: now");
    }

    // --- responses

    private String rewritten(Filters filters, String lines, boolean toHttp10, boolean keepsClient, byte[] explainLine) {
        final ResponseHead head = new ResponseHead();
        final ByteBuffer in = read(head, lines, explainLine, toHttp10);
        response.deliver(toHttp10, keepsClient, 0);
        filters.onFinal(Filters.NO_ROUTE, 0, response);
        return lines(in, head.rewrite(in, edit, 0));
    }

    private ByteBuffer read(ResponseHead head, String lines, byte[] explainLine, boolean toHttp10) {
        final ByteBuffer in = Wire.directAt(FRONT, Wire.crlf(lines + "\n"));
        final ResponseParser parser = new ResponseParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.limit()));
        assertNull(head.read(parser, in, Method.GET));
        edit.begin();
        head.edit(in, edit, toHttp10);
        response.begin(head.view(), in, edit, null, 0, explainLine);
        return in;
    }

    @Test
    void addsNothingThatIsThereOrGoesWithoutSaying() {
        assertEquals(
                "HTTP/1.1 204 No Content|Date: now|",
                rewritten(filters(listener(), pool(null)), "HTTP/1.1 204 No Content\nDate: x\n", false, true, null));
    }

    @Test
    void saysWhetherTheConnectionGoesOnWhereTheVersionDoesNot() {
        final Filters filters = filters(listener(), pool(null));
        assertEquals(
                "HTTP/1.1 204 No Content|Date: now|Connection: close|",
                rewritten(filters, "HTTP/1.1 204 No Content\n", false, false, null));
        assertEquals(
                "HTTP/1.1 204 No Content|Date: now|Connection: keep-alive|",
                rewritten(filters, "HTTP/1.1 204 No Content\n", true, true, null));
    }

    @Test
    void responsesPassFiltersInTheirOrder() {
        final Filters filters = filters(secured(listener("10.0.0.0/8")), pool(null));
        assertEquals(
                "HTTP/1.1 204 No Content|Date: now|Connection: close|Strict-Transport-Security: max-age=60|Weir-Explain: \"app\"|",
                rewritten(filters, "HTTP/1.1 204 No Content\n", false, false, EXPLAIN_LINE));
    }

    @Test
    void whatTheBackendSaysOfHttpsCounts() {
        assertEquals(
                "HTTP/1.1 204 No Content|strict-transport-security: max-age=1|Date: now|",
                rewritten(
                        filters(secured(listener()), pool(null)),
                        "HTTP/1.1 204 No Content\nstrict-transport-security: max-age=1\n",
                        false,
                        true,
                        null));
    }

    @Test
    void ownResponsesGetWhatIsSaidInEach() {
        final LocalReply reply = new LocalReply(Wire.direct(256)).begin(503, date.at(0));
        response.begin(EXPLAIN_LINE);
        filters(secured(listener("10.0.0.0/8"))).onOwn(Filters.NO_ROUTE, reply, response);
        assertEquals(
                "HTTP/1.1 503 Service Unavailable|Date: now|Weir-Explain: \"app\"|Strict-Transport-Security: max-age=60||",
                text(reply.end(true, false)).replace("\r\n", "|"));
    }

    // --- header rules

    private static final List<HeaderRule.Kind> KINDS = List.of(HeaderRule.Kind.values());

    /** {@code "set A 1, remove B"}. */
    private static HeaderRules rules(String text) {
        return new HeaderRules(Stream.of(text.split(", "))
                .map(rule -> rule.split(" ", 3))
                .map(parts -> new HeaderRule(
                        KINDS.stream()
                                .filter(kind -> kind.word().equals(parts[0]))
                                .findFirst()
                                .orElseThrow(),
                        parts[1],
                        parts.length == 2 ? null : Template.of(parts[2])))
                .toList());
    }

    private static Policy requests(String rules) {
        return Policy.NONE.withRequestHeaders(rules(rules));
    }

    private static Policy responses(String rules) {
        return Policy.NONE.withResponseHeaders(rules(rules));
    }

    private static Listener withRoutes(Listener listener, Route... routes) {
        return new Listener(
                listener.name(),
                listener.entrance(),
                listener.defaultPool(),
                List.of(routes),
                listener.timeouts(),
                listener.limits(),
                listener.forwarding(),
                listener.dialect(),
                listener.service(),
                listener.pathPolicy(),
                listener.policy(),
                listener.identity());
    }

    private static Route route(Policy policy) {
        return new Route("a", null, 0).withPolicy(policy);
    }

    private String request(Listener listener, Pool pool, int route, String lines) {
        final RequestHead head = arrives(listener, "GET / HTTP/1.1\nHost: a\n" + lines);
        final Filters filters =
                filters(listener, pool.withDialect(pool.dialect().withoutVia()));
        assertTrue(filters.onRoute(route, request));
        assertTrue(filters.towards(route, 0, request));
        final ByteBuffer in = request.in();
        head.edit(in, edit, false);
        return lines(in, head.rewrite(in, edit)).replaceAll("GET / HTTP/1.1\\|Host: a\\||X-Forwarded-[^|]*\\|", "");
    }

    private String response(Listener listener, Pool pool, int route, String lines) {
        final ResponseHead head = new ResponseHead();
        final ByteBuffer in = read(head, "HTTP/1.1 204 No Content\nDate: x\n" + lines, null, false);
        response.deliver(false, true, 0);
        filters(listener, pool).onFinal(route, 0, response);
        return lines(in, head.rewrite(in, edit, 0)).replaceAll("HTTP/1.1 204 No Content\\|Date: now\\|", "");
    }

    @Test
    void rulesOfAListenerARouteAndAPoolAddUp() {
        final Listener listener = withRoutes(
                listener().withPolicy(requests("add A listener, set B listener, set C listener")),
                route(requests("add A route, set B route, default C route, default D route")));
        final Pool pool = pool(null).withPolicy(requests("add A pool, set B pool, remove C"));
        assertEquals(
                "A: client|A: listener|A: route|D: route|A: pool|B: pool|",
                request(listener, pool, 0, "A: client\nB: client\n"));
        assertEquals(
                "A: listener|A: pool|B: pool|", request(listener, pool, Filters.NO_ROUTE, "b: client\nB: again\n"));
    }

    @Test
    void whatABackendCouldTakeForAFieldGoesWithIt() {
        final Listener listener = listener().withPolicy(requests("remove X-A, set X-B 1, add X-C 1, default X-D 1"));
        assertEquals(
                "X_C: 1|X_D: 2|X-B: 1|X-C: 1|X-D: 1|",
                request(listener, pool(null), Filters.NO_ROUTE, "X_A: 1\nx.b: 2\nX-B: 3\nX_C: 1\nX_D: 2\n"));
    }

    @Test
    void responsesPassThePoolFirstAndTheListenerLast() {
        final Listener listener = withRoutes(
                listener().withPolicy(responses("add A listener, set B listener, remove C")),
                route(responses("add A route, set B route, default C route, default D route")));
        final Pool pool = pool(null).withPolicy(responses("add A pool, set B pool, add D pool"));
        assertEquals(
                "a: backend|A: pool|D: pool|A: route|A: listener|B: listener|",
                response(listener, pool, 0, "a: backend\nB: backend\nC: backend\n"));
        assertEquals("A: pool|D: pool|A: listener|B: listener|", response(listener, pool, Filters.NO_ROUTE, ""));
    }

    @Test
    void aRuleMayChangeWhatWeirAdds() {
        final Listener plain = secured(listener());
        assertEquals("Strict-Transport-Security: max-age=60|", response(plain, pool(null), Filters.NO_ROUTE, ""));
        assertEquals(
                "Strict-Transport-Security: max-age=1|",
                response(
                        plain.withPolicy(responses("set Strict-Transport-Security max-age=1")),
                        pool(null),
                        Filters.NO_ROUTE,
                        ""));
        assertEquals(
                "strict-transport-security: x|",
                response(
                        plain.withPolicy(responses("default Strict-Transport-Security max-age=1")),
                        pool(null),
                        Filters.NO_ROUTE,
                        "strict-transport-security: x\n"));
    }

    @Test
    void ownResponsesGetTheRulesOfTheirRouteAndListener() {
        final Listener listener = withRoutes(
                listener().withPolicy(responses("add A listener, default B listener, remove C, set Content-Type x/y")),
                route(responses("add A route, set B route, set C route")));
        final Pool pool = pool(null).withPolicy(responses("set D pool"));
        assertEquals("A: listener|B: listener|Content-Type: x/y||", own(listener, pool, Filters.NO_ROUTE));
        assertEquals("A: route|B: route|A: listener|Content-Type: x/y||", own(listener, pool, 0));
    }

    @Test
    void theUsualFieldsAreThereUnlessSomebodySaysOtherwise() {
        final String usual = "X-Content-Type-Options: nosniff|X-Frame-Options: SAMEORIGIN"
                + "|Referrer-Policy: strict-origin-when-cross-origin|X-Permitted-Cross-Domain-Policies: none|";
        final Policy on = Policy.NONE.withAccess(Access.NONE.withSecurityHeaders(SecurityHeaders.ON));
        final Policy off = Policy.NONE.withAccess(Access.NONE.withSecurityHeaders(SecurityHeaders.OFF));
        final Listener listener = withRoutes(
                listener().withPolicy(on), //
                route(off),
                route(responses("set X-Frame-Options DENY")));
        assertEquals(usual, response(listener, pool(null), Filters.NO_ROUTE, ""));
        assertEquals("", response(listener, pool(null), 0, ""));
        assertEquals(
                "referrer-policy: x|X-Frame-Options: DENY|X-Content-Type-Options: nosniff"
                        + "|X-Permitted-Cross-Domain-Policies: none|",
                response(listener, pool(null), 1, "referrer-policy: x\n"));
        assertEquals("Content-Type: a/b|" + usual + "|", own(listener, pool(null), Filters.NO_ROUTE));
        assertEquals("Content-Type: a/b||", own(listener, pool(null), 0));
        assertEquals(usual, response(listener(), pool(null).withPolicy(on), Filters.NO_ROUTE, ""));
        assertEquals(usual, response(listener, pool(null).withPolicy(on), Filters.NO_ROUTE, ""));
        assertEquals("Content-Type: a/b||", own(listener(), pool(null).withPolicy(on), Filters.NO_ROUTE));
    }

    private String own(Listener listener, Pool pool, int route) {
        final LocalReply reply =
                new LocalReply(Wire.direct(512)).begin(503, date.at(0)).add(Ascii.bytes("Content-Type: a/b\r\n"));
        response.begin(null);
        filters(listener, pool).onOwn(route, reply, response);
        return text(reply.end(true, false))
                .replace("\r\n", "|")
                .replaceAll("HTTP/1.1 503 Service Unavailable\\|Date: now\\|", "");
    }

    private static Policy cors(boolean credentials, List<String> expose, String... origins) {
        return Policy.NONE.withAccess(Access.NONE.withCors(
                new Cors(List.of(origins), Cors.METHODS, List.of("X-A"), expose, credentials, 60)));
    }

    /** What a response says of the origin that stands for the request's. */
    private String crossOrigin(Policy policy, String origin) {
        final ResponseHead head = new ResponseHead();
        final ByteBuffer in = read(
                head,
                "HTTP/1.1 204 No Content\nDate: x\nAccess-Control-Allow-Origin: b\naccess-control-max-age: 1\nVary: A\n",
                null,
                false);
        final ResponseContext context =
                new ResponseContext((placeholder, name, out) -> out.add(Ascii.bytes(origin)), new TemplateOutput(1024));
        context.begin(head.view(), in, edit, null, 0, null);
        context.deliver(false, true, 0);
        filters(listener().withPolicy(policy), pool(null)).onFinal(Filters.NO_ROUTE, 0, context);
        return lines(in, head.rewrite(in, edit, 0))
                .replaceAll("HTTP/1.1 204 No Content\\||Vary: A\\||Date: now\\|", "")
                .replace("Access-Control-", "");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, true",
        "https://a.example:444, false",
        "https://x.b.example, true",
        "https://y.x.b.example, true",
        "https://b.example, false",
        "https://.b.example, false",
        "http://x.b.example, false",
        "https://x/.b.example, false",
        "'https://x, https://y.b.example', false",
        "https://x.b.example.evil, false",
        "'', false",
        "null, false"
    })
    void onlyOriginsThatAreAllowedAreNamed(String origin, boolean isAllowed) {
        assertEquals(
                "Vary: Origin|"
                        + (isAllowed
                                ? "Allow-Origin: " + origin + "|Allow-Credentials: true|Expose-Headers: X-B, X-C|"
                                : ""),
                crossOrigin(cors(true, List.of("X-B", "X-C"), "https://a.example", "https://*.b.example"), origin));
    }

    @Test
    void anyOriginMayBeAllowed() {
        assertEquals("Allow-Origin: *|", crossOrigin(cors(false, List.of(), "*"), "https://a.example"));
        assertEquals("Allow-Origin: *|", crossOrigin(cors(false, List.of(), "https://b", "*"), ""));
    }

    @Test
    void preflightsAreAnswered() {
        final Listener listener = withRoutes(listener().withPolicy(cors(false, List.of(), "*")), route(Policy.NONE));
        final Filters filters = filters(listener, pool(null));
        final String lines = "Host: a\nOrigin: https://a\n";
        arrives(listener, "OPTIONS /a HTTP/1.1\n" + lines);
        assertTrue(filters.onRoute(0, request));
        arrives(listener, "GET /a HTTP/1.1\n" + lines + "Access-Control-Request-Method: PUT\n");
        assertTrue(filters.onRoute(0, request));
        arrives(listener, "OPTIONS /a HTTP/1.1\nHost: a\nAccess-Control-Request-Method: PUT\n");
        assertTrue(filters.onRoute(0, request));
        arrives(listener, "OPTIONS /a HTTP/1.1\n" + lines + "Access-Control-Request-Method: PUT\n");
        assertFalse(filters.onRoute(0, request));
        response.begin(null);
        filters.onOwn(0, request.reply(), response);
        assertEquals(Wire.crlf("""
                        HTTP/1.1 204 No Content
                        Date: now
                        Access-Control-Allow-Methods: GET, HEAD, POST
                        Access-Control-Allow-Headers: X-A
                        Access-Control-Max-Age: 60
                        Access-Control-Allow-Origin: *

                        """), text(request.reply().end(true, false)));
    }

    @Test
    void aShareOfTheRequestsFails() {
        final RouteAnswers answers = new RouteAnswers(
                withRoutes(listener(), route(Policy.NONE.withFaults(Faults.NONE.withAbort(1, 502)))), date);
        final double[] lots = {0.0499, 0.05, 0.0999, 0.99, 0.1};
        final int[] drawn = {0};
        final FaultsFilter filter =
                new FaultsFilter(answers, Faults.NONE.withAbort(0.05, 502).withDelay(0.1, 3), () -> lots[drawn[0]++]);
        arrives(listener(), "GET / HTTP/1.1\nHost: a\n");
        assertFalse(filter.apply(request));
        assertEquals(
                Wire.crlf("""
                        HTTP/1.1 502 Bad Gateway
                        Date: now
                        Content-Type: text/plain
                        Content-Length: 19

                        """) + "502 fault_injected\n", text(request.reply().end(true, false)));
        arrives(listener(), "GET / HTTP/1.1\nHost: a\n");
        assertTrue(filter.apply(request));
        assertEquals(3_000_000, request.delayNs());
        arrives(listener(), "GET / HTTP/1.1\nHost: a\n");
        assertTrue(filter.apply(request));
        assertEquals(0, request.delayNs());
    }

    @Test
    void routesThatSayTheSameHaveTheSameRows() {
        final Route[] routes = new Route[1_000];
        for (int i = 0; i < routes.length; i++) {
            routes[i] = new Route("host" + i, null, 0)
                    .withPolicy(i % 10 != 0 ? Policy.NONE : requests(i % 20 == 0 ? "set A 1" : "set A 2"));
        }
        final Filters filters = filters(withRoutes(listener(), routes), pool(null));
        final Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = -1; i < routes.length; i++) {
            distinct.add(filters.routeRows(i));
        }
        assertEquals(3, distinct.size());
        assertSame(filters.routeRows(Filters.NO_ROUTE), filters.routeRows(1));
    }

    // --- rewriting

    /** The head as the backend gets it, without what tells of the client. */
    private String rewritten(String target, Rewrite rewrite, PathPolicy policy, String host) {
        final Listener plain = listener();
        final Listener listener = new Listener(
                plain.name(),
                plain.entrance(),
                plain.defaultPool(),
                List.of(route(Policy.NONE.withRewrite(rewrite))),
                plain.timeouts(),
                plain.limits(),
                plain.forwarding(),
                plain.dialect(),
                plain.service(),
                policy,
                plain.policy(),
                plain.identity());
        final Pool pool = pool(host).withDialect(pool(host).dialect().withoutVia());
        final Filters filters = filters(listener, pool);
        final RequestHead head = arrives(listener, "OPTIONS " + target + " HTTP/1.1\nHost: a\nA: b\n");
        if (!filters.beforeRoute(request) || !filters.towards(0, 0, request)) {
            return request.fault().word();
        }
        final ByteBuffer in = request.in();
        head.edit(in, edit, host != null || edit.replacesHost());
        return lines(in, head.rewrite(in, edit))
                .replaceAll("X-Forwarded-[^|]*\\|", "")
                .replace("OPTIONS ", "")
                .replace(" HTTP/1.1", "");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/a?b, /api, , /a?b",
        "/api?b, /api, , /?b",
        "/api, /api, , /",
        "/api/, /api, , /",
        "/apis/a, /api, , /apis/a",
        "/, /api, , /",
        "/ap, /api, , /ap",
        "*, /api, /x, *",
        "/api/v1/a, /api/v1, , /a",
        "/a?b, , /x/y, /x/y/a?b",
        "/, , /x, /x/",
        "/api, /api, /x, /x",
        "/api?b, /api, /x, /x?b",
        "/api/a, /api, /x, /x/a",
        "/api/api/a, /api, , /api/a",
        "http://a/api/a, /api, , /a",
        "http://a?b, , /x, /x?b",
        "http://a, , /x, /x",
        "/%61pi/%7e, /api, , /~"
    })
    void movesPrefixes(String target, String strip, String add, String expected) {
        final String got = rewritten(target, new Rewrite(strip, add, null, null), PathPolicy.STRICT, null);
        assertEquals(expected, got.substring(0, got.indexOf('|')));
        assertTrue(got.contains("|Host: a|") && got.contains("|A: b|"), got);
    }

    @ParameterizedTest
    @CsvSource({
        "/a?b, /x, /x?b",
        "/a, /x?c=d, /x?c=d",
        "/a?b, /x?, /x?",
        "/a?b, /x/{header:a}, /x/header?b",
        "http://a?b, /x, /x?b",
        "/a?b, /x/../{header:a}, ambiguous_path",
        "*, /x, *"
    })
    void replacesPaths(String target, String template, String expected) {
        final String got =
                rewritten(target, new Rewrite(null, null, Template.of(template), null), PathPolicy.AS_IS, null);
        assertEquals(expected, got.contains("|") ? got.substring(0, got.indexOf('|')) : got);
    }

    @ParameterizedTest
    @CsvSource({
        "b.example:81, , A: b|Host: b.example:81|",
        "b, inside, A: b|Host: b|",
        "{header:a}.example, , A: b|Host: header.example|",
        "a/{header:a}, , bad_host"
    })
    void replacesTheHost(String template, String ofPool, String expected) {
        final Rewrite rewrite = new Rewrite(null, null, null, Template.of(template));
        final String got = rewritten("/", rewrite, PathPolicy.AS_IS, ofPool);
        assertEquals(expected, got.substring(got.indexOf('|') + 1));
        if (got.contains("|")) {
            assertEquals(got, rewritten("http://a/", rewrite, PathPolicy.AS_IS, ofPool));
        }
    }
}
