package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Cors;
import weir.model.Listener;

/** {@code cors}, as the file says it. */
class CorsSectionTest {
    private static Cors read(String cors) {
        return Reads.configuration(Sample.with("listeners.web.cors", cors))
                .listeners()
                .get(0)
                .policy()
                .access()
                .cors();
    }

    @Test
    void readsAllOfIt() {
        assertEquals(
                new Cors(
                        List.of("https://app.example.com", "https://*.example.com:8443", "http://[::1]:81"),
                        List.of("GET", "PUT"),
                        List.of("Content-Type"),
                        List.of("X-Total"),
                        true,
                        3_600),
                read("{origins: ['https://App.example.com:443', 'https://*.example.com:8443', 'http://[::1]:81'],"
                        + " methods: [GET, PUT], headers: [Content-Type], expose: [X-Total], credentials: true,"
                        + " max-age: 1h}"));
        assertEquals(
                new Cors(List.of("*"), List.of("GET", "HEAD", "POST"), List.of("*"), List.of(), false, 600),
                read("{origins: ['*'], headers: ['*']}"));
    }

    @Test
    void isOfAListenerAndARoute() {
        final Listener listener = Reads.configuration(
                        Sample.with("listeners.web.routes", "[{path: /a, pool: app, cors: {origins: ['https://a']}}]"))
                .listeners()
                .get(0);
        assertTrue(listener.policy().access().cors().isNone());
        assertEquals(
                List.of("https://a"),
                listener.routes().get(0).policy().access().cors().origins());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "methods: [GET]; .origins; nothing; a list of 1 to 256",
                "origins: []; .origins; a list of 0; a list of 1 to 256",
                "origins: [app.example.com]; .origins[0]; '\"app.example.com\"'; https://app.example.com",
                "origins: ['https://a/']; .origins[0]; '\"https://a/\"'; https://app.example.com",
                "origins: ['https://a*.b']; .origins[0]; '\"https://a*.b\"'; https://app.example.com",
                "origins: ['null']; .origins[0]; '\"null\"'; https://app.example.com",
                "origins: ['*'], methods: [get]; .methods[0]; '\"get\"'; a method such as GET",
                "origins: ['*'], headers: [a b]; .headers[0]; '\"a b\"'; 'a field name, or *'",
                "origins: ['*'], credentials: true; .credentials; credentials with * in origins; 'false, or names'",
                "origins: ['https://a'], expose: ['*'], credentials: true; .credentials; credentials with * in expose; 'false, or names'",
                "origins: ['*'], max-age: 2d; .max-age; '\"2d\"'; a duration from 0ms to 24h",
                "origin: ['*']; ''; 'unknown key \"origin\"'; 'one of origins, methods, headers, expose, credentials, max-age'",
            })
    void saysWhatIsWrong(String keys, String path, String found, String accepted) {
        final List<String> problems = Reads.problems(Sample.with("listeners.web.cors", "{" + keys + "}"));
        assertEquals(1, problems.size(), problems::toString);
        final String begin = "weir.yaml:1: listeners.web.cors" + path + ": found " + found;
        assertTrue(problems.get(0).startsWith(begin), problems::toString);
        assertTrue(problems.get(0).contains(", accepted: " + accepted), problems::toString);
    }

    @Test
    void needsHttp() {
        final String cors = "cors: {origins: ['*']}";
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.cors: found cors with mode: tcp, accepted: it with mode: http only"),
                Reads.problems(Sample.with("listeners.web", "{bind: 8080, mode: tcp, pool: app, " + cors + "}")));
        assertEquals(
                List.of("weir.yaml:1: listeners.web.routes[0].cors: found cors with sni, accepted: it with HTTP only"),
                Reads.problems(Sample.with(
                        "listeners.web", "{bind: 8080, mode: tcp, routes: [{sni: a, pool: app, " + cors + "}]}")));
    }
}
