package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backends that an operator adds and removes while clients ask. */
@Tag("system")
@Timeout(90)
final class ChangingPoolIT {
    private static final String PATH = "/api/pools/app/backends";
    private static final int CLIENTS = 8;
    private static final int CHANGES = 20;

    @AutoClose
    private final Stage stage = new Stage();

    private DemoBackendProcess first;
    private DemoBackendProcess second;
    private WeirProcess weir;

    private void start(String pool) throws IOException {
        first = stage.demoBackend("first");
        second = stage.demoBackend("second");
        weir = stage.weir(Yaml.of("loops: 2\nadmin: {bind: 127.0.0.1:0}", pool, first.port()));
    }

    private RawResponse ask(String method, String path, String body) throws IOException {
        return send(method, path, body).read().whole();
    }

    private RawClient send(String method, String path, String body) throws IOException {
        final RawClient client = stage.client(weir.adminPort());
        client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                + "\r\n" + body);
        return client;
    }

    private void add(String id) throws IOException {
        final String body = "{\"address\": \"127.0.0.1:" + second.port() + "\", \"id\": \"" + id + "\"}";
        assertEquals(201, ask("POST", PATH, body).status());
    }

    private void remove(String id) throws IOException {
        assertEquals(
                204,
                send("DELETE", PATH + "/" + id + "?wait=20s", "").readHead().status());
    }

    private String pools() throws IOException {
        return ask("GET", "/api/pools", "").text();
    }

    private void losesNothing(String pool) throws Exception {
        start(pool);
        final AtomicBoolean isOver = new AtomicBoolean();
        final AtomicInteger fromSecond = new AtomicInteger();
        final List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(
                    CompletableFuture.runAsync(() -> askUntil(isOver, fromSecond), task -> new Thread(task).start()));
        }
        int usedIn = 0;
        for (int i = 0; i < CHANGES; i++) {
            final int before = fromSecond.get();
            add("x" + i);
            await().atMost(Child.PATIENCE).until(() -> fromSecond.get() > before);
            usedIn++;
            remove("x" + i);
        }
        isOver.set(true);
        for (CompletableFuture<Void> client : clients) {
            client.get();
        }
        assertEquals(CHANGES, usedIn);
        await().atMost(Child.PATIENCE).until(() -> !pools().contains("\"in_flight\" : 1"));
        assertTrue(pools().contains("\"in_flight\" : 0"), this::poolsOrNothing);
        final int seen = fromSecond.get();
        for (int i = 0; i < 10; i++) {
            assertTrue(RawClient.getOnce(weir.port(), "/").text().contains("first"));
        }
        assertEquals(seen, fromSecond.get());
    }

    private String poolsOrNothing() {
        try {
            return pools();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void askUntil(AtomicBoolean isOver, AtomicInteger fromSecond) {
        try {
            final RawClient client = new RawClient(weir.port());
            try (client) {
                while (!isOver.get()) {
                    final RawResponse response = client.get("/?delay=1ms");
                    assertEquals(200, response.status());
                    if (response.text().contains("second")) {
                        fromSecond.incrementAndGet();
                    }
                }
            }
        } catch (IOException e) {
            throw new AssertionError("a client was cut off", e);
        }
    }

    @Test
    void losesNoRequestWhileBackendsComeAndGo() throws Exception {
        losesNothing("");
    }

    @Test
    void losesNoneWhereThePickerHasLearnt() throws Exception {
        losesNothing(", balance: peak-ewma");
    }

    @Test
    void tellsHowManyAreLeftWhenTheTimeIsUp() throws Exception {
        start("");
        final RawClient client = stage.client(weir.port());
        client.sendGet("/?delay=2s", "HTTP/1.1");
        await().atMost(Child.PATIENCE).until(() -> pools().contains("\"in_flight\" : 1"));
        final RawResponse early = ask("DELETE", PATH + "/127.0.0.1:" + first.port() + "?wait=100ms", "");
        assertEquals(202, early.status());
        assertTrue(early.text().contains("\"left\" : 1"));
        assertEquals(503, RawClient.getOnce(weir.port(), "/").status(), "the pool is empty");
        assertEquals(200, client.read().whole().status(), "what was under way goes on");
        add("b2");
        await().atMost(Child.PATIENCE)
                .until(() -> RawClient.getOnce(weir.port(), "/").status() == 200);
    }

    private Child run(String... arguments) throws IOException {
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://127.0.0.1:" + weir.adminPort()));
        return stage.add(Child.start(Jar.command(List.of("-Xmx64m"), all)));
    }

    private void expects(int exitCode, String line, String... arguments) throws Exception {
        final Child child = run(arguments);
        assertEquals(exitCode, child.awaitEnd(), child::toString);
        final List<String> lines = new ArrayList<>(child.out());
        lines.addAll(child.err());
        assertTrue(lines.get(lines.size() - 1).contains(line), child::toString);
    }

    @Test
    void theCommandLineDoesTheSame() throws Exception {
        start("");
        final String address = "127.0.0.1:" + second.port();
        expects(0, "app/b2 is added", "add", "app", address, "--id", "b2", "--weight", "2.5");
        assertTrue(pools().contains("\"weight\" : 2.5"));
        expects(1, "409", "add", "app", address);
        expects(0, "is set to maintenance", "maintenance", "app/127.0.0.1:" + first.port());
        final RawClient client = stage.client(weir.port());
        client.sendGet("/?delay=4s", "HTTP/1.1");
        await().atMost(Child.PATIENCE).until(() -> pools().contains("\"in_flight\" : 1"));
        expects(1, "the time is up, 1 request left", "drain", "app/b2", "--wait", "10ms");
        expects(0, "0 requests left", "drain", "app/b2", "--wait", "30s");
        assertEquals(200, client.read().whole().status());
        expects(0, "is set to ready", "ready", "app/b2");
        expects(0, "app/b2 is removed", "remove", "app/b2", "--wait", "5s");
        expects(1, "404", "remove", "app/b2");
        expects(2, "must be POOL/BACKEND", "drain", "app");
        expects(2, "must be a duration", "remove", "app/b2", "--wait", "5");
    }

    @Test
    void refusesWhatContradicts() throws Exception {
        start("");
        add("b2");
        final String twin = "{\"address\": \"127.0.0.1:" + second.port() + "\"}";
        assertEquals(409, ask("POST", PATH, twin).status());
        assertEquals(422, ask("POST", PATH, "{\"address\": \"127.0.0.1\"}").status());
        assertEquals(404, ask("DELETE", PATH + "/nobody", "").status());
        assertEquals(400, ask("DELETE", PATH + "/b2?wait=5", "").status());
        assertEquals(400, ask("DELETE", PATH + "/b2?now=true", "").status());
    }
}
