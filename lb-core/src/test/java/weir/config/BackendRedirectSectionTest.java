package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.Backend;
import weir.model.Listener;
import weir.model.ListenerMode;

class BackendRedirectSectionTest {
    private static String file(String listener, String backend) {
        return "listeners:\n  web: {bind: 8080, pool: app" + listener
                + "}\npools:\n  app: {backends: [{address: 127.0.0.1:9001" + backend + "}]}\n";
    }

    private static Listener listener(String keys) {
        return Reads.configuration(file(keys, "")).listeners().get(0);
    }

    private static Backend backend(String keys) {
        return Reads.configuration(file("", keys)).pools().get(0).backends().get(0);
    }

    @Test
    void redirectsWith307UnlessTheFileSaysOtherwise() {
        assertEquals(ListenerMode.REDIRECT, listener(", mode: redirect").mode());
        assertEquals(307, listener(", mode: redirect").redirectStatus());
        assertEquals(302, listener(", mode: redirect, status: 302").redirectStatus());
        assertEquals(ListenerMode.ASK, listener(", mode: ask").mode());
    }

    @Test
    void aStatusIsForRedirectsOnly() {
        assertEquals(
                List.of(
                        "weir.yaml:2: listeners.web.status: found status with mode: ask, accepted: it with mode: redirect or https-redirect only"),
                Reads.problems(file(", mode: ask, status: 302", "")));
        assertEquals(
                List.of("weir.yaml:2: listeners.web.status: found \"301\" with mode: redirect, accepted: 307 or 302"),
                Reads.problems(file(", mode: redirect, status: 301", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://b1.example.com", "http://10.0.0.1:8080", "https://[2001:db8::1]:8443"})
    void takesPublicUrls(String url) {
        assertEquals(url, backend(", public-url: '" + url + "'").publicUrl());
        assertNull(backend("").publicUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b1.example.com",
                "ftp://b1.example.com",
                "https://b1.example.com/",
                "https://b1.example.com/a",
                "https://user@b1.example.com",
                "https://b1.example.com?x",
                "https://b1.example.com\\r\\nX: y"
            })
    void refusesWhatIsNoSchemeAndAuthority(String url) {
        final List<String> problems = Reads.problems(file("", ", public-url: \"" + url + "\""));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(0, problems.get(0).indexOf("weir.yaml:4: pools.app.backends[0].public-url: found "));
    }
}
