package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients with the JDK's idea of cookies, three backends in processes of their own, two loops. */
@Tag("system")
@Timeout(60)
final class StickyIT {
    private static final int CLIENTS = 9;

    @AutoClose
    private final Stage stage = new Stage();

    private final List<DemoBackendProcess> backends = new ArrayList<>();
    private WeirProcess weir;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            backends.add(stage.demoBackend("b" + i));
        }
    }

    private WeirProcess weir(String sticky, double... weights) throws Exception {
        final StringBuilder items = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            items.append("{id: b%d, address: '127.0.0.1:%d', weight: %s}, "
                    .formatted(i, backends.get(i).port(), weights[i]));
        }
        return stage.weir("""
                loops: 2
                listeners: {web: {bind: 127.0.0.1:0, pool: app}}
                pools: {app: {backends: [%s], sticky: %s}}
                """.formatted(items, sticky));
    }

    /** A browser: it keeps its cookies, and makes a new connection now and then. */
    private final class Browser {
        private final CookieManager cookies = new CookieManager();

        /** Who answers. */
        String get() throws Exception {
            final HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(cookies)
                    .build();
            final HttpRequest request = HttpRequest.newBuilder(weir.uri("/")).build();
            final HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
            assertFalse(response.body().contains("WEIR"), "the backend has seen the cookie: " + response.body());
            return response.headers().firstValue("X-Backend").orElseThrow();
        }

        String cookie() {
            final List<HttpCookie> all = cookies.getCookieStore().getCookies();
            assertEquals(1, all.size());
            return all.get(0).getValue();
        }
    }

    private List<Browser> browsers() {
        final List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            browsers.add(new Browser());
        }
        return browsers;
    }

    private static List<String> answers(List<Browser> browsers) throws Exception {
        final List<String> names = new ArrayList<>();
        for (Browser browser : browsers) {
            names.add(browser.get());
        }
        return names;
    }

    @Test
    void keepsClientsAtTheirBackendUntilItIsKilledAndDisturbsNoOther() throws Exception {
        weir = weir("{cookie: WEIR}", 1, 1, 1);
        final List<Browser> browsers = browsers();
        final List<String> before = answers(browsers);
        assertEquals(Set.of("b0", "b1", "b2"), new HashSet<>(before));
        assertEquals(before, answers(browsers));
        final String cookie = browsers.get(before.indexOf("b1")).cookie();
        backends.get(1).child().kill();
        final List<String> after = answers(browsers);
        for (int i = 0; i < CLIENTS; i++) {
            if (before.get(i).equals("b1")) {
                assertNotEquals("b1", after.get(i));
                assertNotEquals(cookie, browsers.get(i).cookie());
            } else {
                assertEquals(before.get(i), after.get(i));
            }
        }
        assertEquals(after, answers(browsers), "they stay where they went");
    }

    @Test
    void keepsClientsOverARestartWithItsSecretEvenAtABackendThatGetsNoNewOnes() throws Exception {
        final String sticky = "{cookie: WEIR, secret: sixteen bytes at least}";
        weir = weir(sticky, 1, 1, 1);
        final List<Browser> browsers = browsers();
        final List<String> before = answers(browsers);
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        weir = weir(sticky, 1, 1, 0);
        assertEquals(before, answers(browsers));
        assertEquals(Set.of("b0", "b1"), new HashSet<>(answers(browsers())));
    }

    @Test
    void keepsAnAddressAtOneBackendOnAllLoops() throws Exception {
        weir = weir("{source: true}", 1, 1, 1);
        assertEquals(1, new HashSet<>(answers(browsers())).size());
    }
}
