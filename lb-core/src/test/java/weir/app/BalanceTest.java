package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.app.demo.Delay;
import weir.app.demo.DemoBackend;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.Balance;
import weir.model.BalanceKey;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;

/** Algorithms through sockets: counts, not times. */
@Tag("system")
class BalanceTest {
    private static final Pattern NAME = Pattern.compile("\"backend\"\\s*:\\s*\"(b[0-9])\"");
    private static final int REQUESTS = 300;
    private static final int AT_ONCE = 12;

    private final List<DemoBackend> backends = new ArrayList<>();
    private Weir weir;

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.stop();
        }
        backends.forEach(DemoBackend::stop);
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {
                "LEAST_CONNECTIONS",
                "WEIGHTED_LEAST_CONNECTIONS",
                "TWO_CHOICES",
                "PEAK_EWMA",
                "LEAST_RESPONSE_TIME"
            })
    void avoidsASlowBackend(Algorithm algorithm) throws Exception {
        start(Balance.of(algorithm), 2, "1s", "1ms", "1ms"); // so slow that a busy machine cannot make the others alike
        final int slow = count(bodies(""), "b0");
        assertTrue(slow < REQUESTS / 6, slow + " of " + REQUESTS + " where a third is an equal share");
        expectsNothingInFlight();
    }

    @Test
    void roundRobinDoesNot() throws Exception {
        start(Balance.of(Algorithm.ROUND_ROBIN), 1, "20ms", "1ms", "1ms");
        assertEquals(REQUESTS / 3, count(bodies(""), "b0"));
    }

    @Test
    void sendsEqualKeysToOneBackend() throws Exception {
        start(new Balance(Algorithm.MAGLEV, new BalanceKey(BalanceKey.Kind.QUERY, "user"), 0), 2, "0ms", "0ms", "0ms");
        assertEquals(1, new HashSet<>(bodies("?user=anna")).size());
        final Set<String> seen = new HashSet<>();
        for (int user = 0; user < 40; user++) {
            seen.add(get("?user=" + user).get());
        }
        assertEquals(3, seen.size());
    }

    @Test
    void sendsOneClientToOneBackend() throws Exception {
        start(Balance.of(Algorithm.IP_HASH), 2, "0ms", "0ms", "0ms");
        assertEquals(1, new HashSet<>(bodies("")).size());
    }

    /** Errors, refused connections and clients that go away end their attempts too. */
    @Test
    void endsEveryAttemptHoweverItEnds() throws Exception {
        start(Balance.of(Algorithm.LEAST_CONNECTIONS), 2, "50ms", "1ms", "1ms");
        backends.get(1).stop();
        bodies("?status=503");
        for (int i = 0; i < 20; i++) {
            get("").cancel(true);
        }
        expectsNothingInFlight();
    }

    private void start(Balance balance, int loops, String... delays) throws Exception {
        final List<Backend> named = new ArrayList<>();
        for (int i = 0; i < delays.length; i++) {
            final InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            final DemoBackend backend =
                    DemoBackend.start(new DemoBackend.Options(any, "b" + i, Delay.parse(delays[i]), 0));
            backends.add(backend);
            named.add(new Backend("b" + i, backend.address()));
        }
        final Pool pool = new Pool(
                "app",
                balance,
                null,
                named,
                HealthCheck.DEFAULTS.withType(HealthCheck.Type.NONE),
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
        final Listener listener = new Listener(
                "web",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                0,
                List.of(),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
        weir = Weir.start(new Configuration(loops, 0, 1_000, List.of(listener), List.of(pool)));
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CompletableFuture<String> get(String query) {
        final int port = weir.listeners().get(0).port();
        final URI uri = URI.create("http://127.0.0.1:" + port + "/" + query);
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(BalanceTest::backend);
    }

    private static String backend(HttpResponse<String> response) {
        final Matcher name = NAME.matcher(response.body());
        return name.find() ? name.group(1) : "";
    }

    /** Who answered, with some requests under way all the time. */
    private List<String> bodies(String query) throws Exception {
        final Semaphore free = new Semaphore(AT_ONCE);
        final List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            free.acquire();
            answers.add(get(query).whenComplete((body, failure) -> free.release()));
        }
        final List<String> bodies = new ArrayList<>();
        for (CompletableFuture<String> answer : answers) {
            bodies.add(answer.get());
        }
        return bodies;
    }

    private static int count(List<String> bodies, String name) {
        return (int) bodies.stream().filter(body -> body.equals(name)).count();
    }

    private void expectsNothingInFlight() {
        Awaitility.await().until(() -> weir.inFlight("app") == 0);
    }
}
