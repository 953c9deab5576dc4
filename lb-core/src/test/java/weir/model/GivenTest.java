package weir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.balance.Algorithm;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.testkit.Project;

/**
 * Who embeds Weir and gives it something that cannot be is told by name what it was: never by a NullPointerException,
 * and not later.
 */
class GivenTest {
    private static final Path FILES = Project.path("lb-core/src/test/resources/tls");

    /** Ends of names that the file leaves out. */
    private static final Set<String> UNITS = Set.of("ms", "s", "seconds", "bytes", "max", "percent");

    /** Of components that the file has by another name. */
    private static final Map<String, String> OTHER_KEYS = Map.ofEntries(
            Map.entry("Listener.defaultPool", "pool"),
            Map.entry("AddressRange.prefixBits", "network 10.0.9.0/24"),
            Map.entry("Span.min", "expect"),
            Map.entry("Span.max", "expect"),
            Map.entry("BreakerPolicy.probes", "half-open"),
            Map.entry("Ratio.percent", "share"),
            Map.entry("RateLimit.count", "rate"),
            Map.entry("RateLimit.periodMs", "rate"),
            Map.entry("Faults.delayMs", "time"),
            Map.entry("Faults.abortStatus", "status"),
            Map.entry("LimitKey.ipv4Bits", "key"),
            Map.entry("LimitKey.ipv6Bits", "key"));

    /**
     * What a record takes by itself: indexes, and weights of what was kept, are checked where the pools are known, the
     * status where the listener's name is, see {@link #namesTheListenerOfAWrongStatus}; the others stand for "no
     * limit".
     */
    private static final Set<String> RIGHT = Set.of(
            "Listener.defaultPool = 2147483647",
            "Service.redirectStatus = -2147483648",
            "Service.redirectStatus = -2",
            "Service.redirectStatus = 2147483647",
            "ToPool.pool = 2147483647",
            "Share.pool = 2147483647",
            "Fallback.pool = -2147483648",
            "Fallback.pool = -2",
            "Fallback.pool = 2147483647",
            "Change.weight = NaN",
            "Change.weight = -1.0",
            "Change.weight = Infinity",
            "ListenerLimits.pipelinedMax = 2147483647",
            "ListenerLimits.requestsMax = 2147483647",
            "ListenerLimits.connectionsMax = 2147483647",
            "RouteTerms.bodyBytesMax = -1",
            "Backend.connectionsMax = 2147483647",
            "AddedBackend.connectionsMax = 2147483647");

    /** conf/full.yaml, with what it has as comments because it needs files. */
    private static Configuration full() throws IOException {
        final String tls = """
                  secure:
                    bind: 127.0.0.1:0
                    pool: app
                    tls:
                      certificate: %1$s/localhost.pem
                      key: %1$s/localhost-key.pem
                      client-certificate: optional
                      client-ca: %1$s/authority.pem
                      client-certificate-header: X-Client-Subject
                pools:
                  secure:
                    backends: [127.0.0.1:443]
                    tls: {ca: %1$s/authority.pem, server-name: a.example.com}
                """.formatted(FILES);
        final String text = Files.readString(Project.path("conf/full.yaml")).replaceFirst("(?m)^pools:\n", tls);
        final ConfigResult result = ConfigText.read("full", text);
        assertTrue(result instanceof ConfigResult.Loaded, result::toString);
        return ((ConfigResult.Loaded) result).configuration();
    }

    /** One of each record, as different as the file has them. */
    static Stream<Record> records() throws IOException {
        final Map<Class<?>, Record> found = new LinkedHashMap<>();
        for (Object more : List.of(
                full(),
                CheckTimes.DEFAULTS,
                new AddedBackend("127.0.0.1:1"),
                new OperatorPoolState.Change("a", AdminState.READY, 1.0),
                new OperatorPoolState.Removed("a", "b"),
                OperatorPoolState.NONE,
                Sticky.by(StickyCookie.named("W")),
                AccessLog.NONE)) {
            collect(more, found);
        }
        return found.values().stream();
    }

    private static void collect(Object value, Map<Class<?>, Record> found) {
        if (value instanceof Collection<?> values) {
            values.forEach(each -> collect(each, found));
        } else if (value instanceof Record one
                && one.getClass().getPackage().equals(Pool.class.getPackage())
                && found.putIfAbsent(one.getClass(), one) != one) {
            for (Object component : components(one)) {
                collect(component, found);
            }
        }
    }

    private static Object[] components(Record of) {
        return Arrays.stream(of.getClass().getRecordComponents())
                .map(component -> value(of, component))
                .toArray();
    }

    private static Object value(Record of, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Null when it is accepted. */
    private static Throwable refusal(Class<?> type, Object[] components) {
        try {
            final Constructor<?> canonical = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            canonical.newInstance(components);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void knowsEveryRecordOfTheConfiguration() throws IOException {
        final Set<String> names = new TreeSet<>();
        records().forEach(record -> names.add(record.getClass().getSimpleName()));
        for (String name : List.of(
                "Configuration",
                "Listener",
                "Entrance",
                "Service",
                "Route",
                "Tls",
                "Pool",
                "Selection",
                "Upkeep",
                "UpstreamPolicy",
                "Failover",
                "Backend",
                "BackendTls",
                "Balance",
                "HealthCheck",
                "HttpCheck",
                "Passive",
                "Fallback",
                "FixedResponse",
                "Webhook",
                "OnDown",
                "StickyCookie",
                "BreakerPolicy",
                "RetryPolicy",
                "Budget",
                "Admin",
                "AccessLog",
                "ProxyProtocol",
                "AddressRange",
                "CertificateFiles")) {
            assertTrue(names.contains(name), name + " is not among " + names);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void takesNullOrSaysWhatIsMissing(Record record) {
        final Object[] good = components(record);
        assertEquals(null, refusal(record.getClass(), good), "it is good as it is");
        for (int i = 0; i < good.length; i++) {
            final RecordComponent component = record.getClass().getRecordComponents()[i];
            if (!component.getType().isPrimitive()) {
                final Object[] bad = good.clone();
                bad[i] = null;
                isTold(component, refusal(record.getClass(), bad));
            }
            if (good[i] instanceof Collection<?>) {
                final Object[] bad = good.clone();
                bad[i] = component.getType() == List.class
                        ? new ArrayList<>(Arrays.asList((Object) null))
                        : new java.util.HashSet<>(Arrays.asList((Object) null));
                final Throwable refusal = refusal(record.getClass(), bad);
                assertTrue(refusal instanceof IllegalArgumentException, component + ": " + refusal);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void saysWhichNumberIsOutOfRange(Record record) {
        final Object[] good = components(record);
        final List<String> untold = new ArrayList<>();
        for (int i = 0; i < good.length; i++) {
            final RecordComponent component = record.getClass().getRecordComponents()[i];
            for (Number wrong : wrongNumbers(good[i])) {
                final Object[] bad = good.clone();
                bad[i] = wrong;
                final Throwable refusal = refusal(record.getClass(), bad);
                isTold(component, refusal);
                final String what = fullName(component) + " = " + wrong;
                if (refusal == null ? !RIGHT.contains(what) : !isNamed(component, refusal)) {
                    untold.add(what + ": " + refusal);
                }
            }
        }
        assertEquals(List.of(), untold);
    }

    private static List<Number> wrongNumbers(Object good) {
        if (good instanceof Integer) {
            return List.of(Integer.MIN_VALUE, -2, Integer.MAX_VALUE);
        } else if (good instanceof Long) {
            return List.of(Long.MIN_VALUE, -1L);
        }
        return good instanceof Double ? List.of(Double.NaN, -1.0, Double.POSITIVE_INFINITY) : List.of();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void takesATextOrSaysWhatIsWrongWithIt(Record record) {
        final Object[] good = components(record);
        for (int i = 0; i < good.length; i++) {
            if (good[i] instanceof String) {
                for (String wrong : List.of("", "a\r\nX-Evil: 1", "\u0000")) {
                    final Object[] bad = good.clone();
                    bad[i] = wrong;
                    isTold(record.getClass().getRecordComponents()[i], refusal(record.getClass(), bad));
                }
            }
        }
    }

    private static String fullName(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + '.' + component.getName();
    }

    /** As the file has it: {@code tcp-keep-alive} for {@code tcpKeepAliveMs}. */
    private static boolean isNamed(RecordComponent component, Throwable refusal) {
        final String key = refusal.getMessage().split(": ")[0];
        final String other = OTHER_KEYS.get(fullName(component));
        if (other != null) {
            return key.endsWith(other);
        }
        final List<String> words = Stream.of(component.getName().split("(?=[A-Z])"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !UNITS.contains(word))
                .toList();
        return !words.isEmpty() && words.stream().allMatch(key::contains);
    }

    private static void isTold(RecordComponent component, Throwable refusal) {
        if (refusal != null) {
            assertTrue(refusal instanceof IllegalArgumentException, component + ": " + refusal);
            assertFalse(refusal.getMessage().isBlank(), component::toString);
            assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
        }
    }

    private static String told(org.junit.jupiter.api.function.Executable embedding) {
        return assertThrows(IllegalArgumentException.class, embedding).getMessage();
    }

    private static Listener listener(String name, int port, int pool, Route... routes) {
        return new Listener(
                name,
                new InetSocketAddress("127.0.0.1", port),
                pool,
                List.of(routes),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
    }

    private static Backend backend(String id, int port) {
        return new Backend(id, new InetSocketAddress("127.0.0.1", port));
    }

    private static Pool pool(String name, Backend... backends) {
        return new Pool(
                name,
                Algorithm.ROUND_ROBIN,
                null,
                List.of(backends),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
    }

    private static Configuration configuration(List<Listener> listeners, Pool... pools) {
        return new Configuration(1, 0, 0, listeners, List.of(pools));
    }

    @Test
    void namesTheIndexThatLeadsNowhere() {
        final Pool app = pool("app", backend("a", 1));
        assertEquals(
                "listeners.web.pool: index 3, must be 0..0, or -1 for none",
                told(() -> configuration(List.of(listener("web", 80, 3)), app)));
        assertEquals(
                "listeners.web.routes[1].pool: index 2, must be 0..0",
                told(() -> configuration(
                        List.of(listener("web", 80, 0, new Route(null, "/a", 0), new Route(null, "/b", 2))), app)));
        assertEquals(
                "pools.app.fallback.pool: index 1, must be 0..0",
                told(() -> configuration(List.of(), app.withFallback(Fallback.to(1)))));
        assertEquals(
                "listeners.web.pool: index -2, must be that of a pool, or -1 for none",
                told(() -> listener("web", 80, -2)));
    }

    @Test
    void namesTheListenerOfAWrongStatus() {
        for (int wrong : new int[] {Integer.MIN_VALUE, -2, 300, 303, 309, Integer.MAX_VALUE}) {
            assertEquals(
                    "listeners.web.status: " + wrong + ", must be 301, 302, 307 or 308",
                    told(() -> listener("web", 80, 0).withRedirectStatus(wrong)));
        }
        for (int right : new int[] {301, 302, 307, 308}) {
            assertEquals(right, listener("web", 80, 0).withRedirectStatus(right).redirectStatus());
        }
    }

    @Test
    void namesWhatIsThereTwice() {
        final Pool app = pool("app", backend("a", 1));
        assertEquals(
                "listeners: two of the name web, must be one",
                told(() -> configuration(List.of(listener("web", 80, 0), listener("web", 81, 0)), app)));
        assertEquals("pools: two of the name app, must be one", told(() -> configuration(List.of(), app, app)));
        assertEquals(
                "pools.app.backends: the id \"a\" again, must be each address and each id once",
                told(() -> pool("app", backend("a", 1), backend("a", 2))));
        assertEquals(
                "pools.app.backends: the address of backend \"a\" again, must be each address and each id once",
                told(() -> pool("app", backend("a", 1), backend("b", 1))));
        assertTrue(told(() -> configuration(List.of(listener("a", 80, 0), listener("b", 80, 0)), app))
                .startsWith(
                        "listeners.b.bind: /127.0.0.1:80, must be an address of its own, and listeners.a.bind has"));
    }

    @Test
    void namesTheAddressThatIsNone() {
        final InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.test", 80);
        assertTrue(told(() -> new Listener(
                        "web", unresolved, 0, List.of(), ListenerTimeouts.DEFAULTS, ListenerLimits.DEFAULTS))
                .startsWith("listeners.web.bind: nowhere.test"));
        assertTrue(told(() -> new Admin(unresolved, null, List.of())).startsWith("admin.bind: nowhere.test"));
        assertTrue(told(() -> new Backend("a", new InetSocketAddress("127.0.0.1", 0)))
                .startsWith("backend a: address: /127.0.0.1:0, must be one with a port"));
        assertEquals("backend a: address: null, must be given", told(() -> new Backend("a", null)));
        assertTrue(told(() -> Webhook.of(URI.create("mailto:a"))).startsWith("webhook.url: mailto:a, must be a URL"));
    }

    /** What would get into a request's head. */
    @Test
    void refusesTextThatCouldEndALine() {
        assertEquals(
                "pools.app.host: \"a\\u000d\\u000ab: c\", must be a host name with or without port",
                told(() -> new Pool(
                        "app",
                        Algorithm.ROUND_ROBIN,
                        "a\r\nb: c",
                        List.of(backend("a", 1)),
                        HealthCheck.DEFAULTS,
                        PoolTimeouts.DEFAULTS,
                        KeepAlive.DEFAULTS,
                        RetryPolicy.DEFAULTS)));
        assertTrue(told(() -> HttpCheck.DEFAULTS.withPath("/ HTTP/1.1\r\n")).startsWith("health.path: "));
        assertTrue(told(() -> new CheckFields(Map.of("X\r\nY", "1"))).startsWith("health.headers: "));
        final String secret = told(() -> new CheckFields(Map.of("Authorization", "secret\r\n")));
        assertEquals("health.headers.Authorization: another value, must be 1 to 4096 visible ASCII characters", secret);
    }
}
