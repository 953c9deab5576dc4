package weir.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.balance.Algorithm;
import weir.buf.Ascii;
import weir.model.Backend;
import weir.model.Fallback;
import weir.model.HeaderRule;
import weir.model.HeaderRules;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Policy;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;
import weir.model.Route;
import weir.template.Template;

/** Which routes pay for what is captured of a request's head. */
class RouteNamesTest {
    private static final Policy ASKS = Policy.NONE.withResponseHeaders(
            HeaderRules.of(new HeaderRule(HeaderRule.Kind.SET, "X-A", Template.of("{header:x-a}"))));

    private static Pool pool(String name) {
        return new Pool(
                name,
                Algorithm.ROUND_ROBIN,
                null,
                List.of(new Backend("a", new InetSocketAddress("127.0.0.1", 1))),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
    }

    private static RouteNames names(List<Pool> pools, Route... routes) {
        final Listener listener = new Listener(
                "web",
                new InetSocketAddress(0),
                0,
                List.of(routes),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
        return new RouteNames(listener, pools);
    }

    @Test
    void onlyThoseWhosePoolsAsk() {
        final List<Pool> pools = List.of(
                pool("plain"),
                pool("asks").withPolicy(ASKS),
                pool("first").withFallback(Fallback.to(3)),
                pool("second").withFallback(Fallback.to(1)));
        final RouteNames names = names(
                pools,
                new Route(null, "/plain", 0),
                new Route(null, "/asks", 1),
                new Route(null, "/fallback", 2),
                new Route(null, "/own", 0).withPolicy(ASKS));
        assertNull(names.plan(-1));
        assertNull(names.plan(0));
        assertNotNull(names.plan(1));
        assertNotNull(names.plan(2), "by way of two fallbacks");
        assertNotNull(names.plan(3));
        assertTrue(names.isAsked());
    }

    @Test
    void nobodyWhereNobodyAsks() {
        final RouteNames names = names(List.of(pool("plain"), pool("asks").withPolicy(ASKS)), new Route("a", null, 0));
        assertNull(names.plan(0));
        assertFalse(names.isAsked());
        assertArrayEquals(Ascii.bytes("web"), names.name(-1));
        assertEquals("web[0]", new String(names.name(0), StandardCharsets.US_ASCII));
    }
}
