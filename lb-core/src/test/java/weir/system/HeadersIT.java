package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.testkit.Wire;

/** What the configuration changes about heads, as backend and client see it on the wire. */
@Tag("system")
@Timeout(60)
final class HeadersIT {
    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    private Path folder;

    /** In this process, as there are many and each is soon there. */
    private Weir weir;

    /** @param yaml with {@code PORT} for a backend that answers with the head that it got */
    private void start(String yaml, String lines) throws Exception {
        final String text = yaml.replace(
                "PORT",
                Integer.toString(stage.backend(ScriptedBackend.mirror(lines)).port()));
        weir = Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", text))
                .configuration());
        stage.add(weir::stop);
    }

    /** Head and body of the response. */
    private record Answer(int status, String head, String body) {}

    private Answer ask(String head) throws IOException {
        try (Socket client = new Socket("127.0.0.1", weir.listeners().get(0).port())) {
            client.getOutputStream().write(Wire.bytes(head + "Connection: close\r\n\r\n"));
            final String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            final int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    /** Lines whose name begins with an X, without those that Weir always writes. */
    private static String fields(String head) {
        return Stream.of(head.split("\r\n"))
                .filter(line -> line.startsWith("X-") && !line.startsWith("X-Forwarded"))
                .collect(Collectors.joining("|"));
    }

    @Test
    void rulesOfAllLevelsChangeBothHeads() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    request-headers: {set: {X-A: listener}, remove: [x-debug]}
                    response-headers: {set: {X-C: listener}, default: {X-D: listener}}
                    routes:
                      - path: /route
                        request-headers: {add: {X-A: route}, default: {X-B: route}}
                        response-headers: {add: {X-C: route}, default: {X-D: route}}
                        pool: app
                      - {path: /gone, response-headers: {set: {X-D: gone}}, pool: none}
                pools:
                  app:
                    backends: [127.0.0.1:PORT]
                    request-headers: {add: {X-A: pool}}
                    response-headers: {add: {X-C: pool}, remove: [X-Powered-By]}
                  none: {backends: [{address: 127.0.0.1:1, weight: 0}], response-headers: {set: {X-E: pool}}}
                """, "X-Powered-By: it\r\nX-C: backend\r\n");
        final Answer plain = ask("GET / HTTP/1.1\r\nHost: a\r\nX-Debug: 1\r\nX-A: client\r\n");
        assertEquals("X-A: listener|X-A: pool", fields(plain.body()));
        assertEquals("X-C: listener|X-D: listener", fields(plain.head()));
        final Answer route = ask("GET /route HTTP/1.1\r\nHost: a\r\n");
        assertEquals("X-A: listener|X-A: route|X-B: route|X-A: pool", fields(route.body()));
        assertEquals("X-D: route|X-C: listener", fields(route.head()));
        final Answer gone = ask("GET /gone HTTP/1.1\r\nHost: a\r\n");
        assertEquals(503, gone.status());
        assertEquals("X-D: gone|X-C: listener", fields(gone.head()));
    }

    @Test
    void placeholdersAreWhatTheClientHasSent() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    request-headers:
                      set:
                        X-A: "{client} {scheme}://{host}{path_and_query} {method}"
                        X-B: "{query}|{header:x-org}|{cookie:id}|{{{pool}}"
                        X-None: "{cookie:x}{tls_version}{tls_sni}"
                    response-headers:
                      set: {X-C: "{path}|{cookie:id}|{status}|{backend}|{backend_address}|{route}"}
                    routes: [{name: named, path: /named, pool: app}, {path: /gone, pool: none}]
                pools:
                  app: {backends: [{id: one, address: 127.0.0.1:PORT}]}
                  none: {backends: [{address: 127.0.0.1:1, weight: 0}]}
                """, "");
        final String fields = "Host: A.example:80\r\nX-Org: 1\r\nX-Org: 2\r\nCookie: a=b; id=7\r\nX-None: client\r\n";
        final Answer answer = ask("GET /a/b?c HTTP/1.1\r\n" + fields);
        assertEquals(
                "X-Org: 1|X-Org: 2|X-A: 127.0.0.1 http://A.example/a/b?c GET|X-B: c|1, 2|7|{app}",
                fields(answer.body()));
        final String address = answer.head().replaceAll("(?s).*(127.0.0.1:[0-9]+).*", "$1");
        assertEquals("X-C: /a/b|7|200|one|" + address + "|web", fields(answer.head()));
        assertEquals(
                "X-C: /named||200|one|" + address + "|named",
                fields(ask("GET /named HTTP/1.1\r\nHost: a\r\n").head()));
        assertEquals(
                "X-C: /gone|7|503|||web[1]",
                fields(ask("GET /gone HTTP/1.1\r\n" + fields).head()));
    }

    @Test
    void placeholdersKnowWhatRulesTakeOut() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    request-headers:
                      remove: [X-Org, Cookie]
                      set: {X-Agent: "{header:x-agent} via weir", X-B: "{header:x-org}|{cookie:id}"}
                pools:
                  app:
                    backends: [127.0.0.1:PORT]
                    request-headers: {set: {X-C: "{header:x-agent}|{header:x-org}|{header:x-hop}"}}
                """, "");
        assertEquals(
                "X-Agent: a via weir|X-B: 1|7|X-C: a|1|",
                fields(ask("GET / HTTP/1.1\r\nHost: a\r\nX-Agent: a\r\nX-Org: 1\r\nCookie: id=7\r\n"
                                + "Connection: x-hop\r\nX-Hop: 1\r\n")
                        .body()));
    }

    @Test
    void rulesMayChangeWhatWeirSaysOfTheClient() throws Exception {
        for (String rule : List.of("set", "default", "add")) {
            start("""
                    listeners:
                      web:
                        bind: 127.0.0.1:0
                        trusted: [127.0.0.0/8]
                        pool: app
                        request-headers: {%s: {X-Real-IP: rule}}
                    pools: {app: {backends: [127.0.0.1:PORT]}}
                    """.formatted(rule), "");
            final String weirs = "X-Real-IP: 192.0.2.7";
            final String body =
                    ask("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n")
                            .body();
            final List<String> lines = body.lines()
                    .filter(line -> line.startsWith("X-Real-IP"))
                    .map(String::strip)
                    .toList();
            assertEquals(
                    switch (rule) {
                        case "set" -> List.of("X-Real-IP: rule");
                        case "default" -> List.of(weirs);
                        default -> List.of(weirs, "X-Real-IP: rule");
                    },
                    lines,
                    body);
        }
    }

    @Test
    void noPathLeavesThePrefixThatIsPutBeforeIt() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    routes:
                      - {host: one, rewrite: {add-prefix: /tenant1}, pool: app}
                      - {host: two, rewrite: {path: "/tenant1{path}"}, pool: app}
                      - {host: three, rewrite: {strip-prefix: /a}, pool: app}
                pools: {app: {backends: [127.0.0.1:PORT]}}
                """, "");
        for (String host : List.of("one", "two", "three")) {
            for (String path : List.of("/../tenant2/x", "/%2e%2e/tenant2/x", "/a/..%2Fb", "/a//b")) {
                assertEquals(
                        400,
                        ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n")
                                .status(),
                        host + path);
            }
        }
    }

    @Test
    void theBackendAndTheTimingAreALineEach() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    response-headers: {set: {X-Backend-Server: "{backend}", X-Timing: "{timing}"}}
                pools: {app: {backends: [{id: one, address: 127.0.0.1:PORT}]}}
                """, "X-Backend-Server: forged\r\n");
        final String fields = fields(ask("GET / HTTP/1.1\r\nHost: a\r\n").head());
        final String ms = "[0-9]+\\.[0-9]{3}";
        assertTrue(
                fields.matches("X-Backend-Server: one\\|X-Timing: queue;dur=0.000, connect;dur=" + ms + ", wait;dur="
                        + ms + ", total;dur=" + ms),
                fields);
    }

    /** A request with a value that has no room says nothing else; a response is cut. */
    @Test
    void aValueThatIsTooLong() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    routes:
                      - {path: /in, request-headers: {set: {X-A: "{header:x-long}"}}, pool: app}
                      - {path: /out, response-headers: {set: {X-A: "{header:x-long}"}}, pool: app}
                pools: {app: {backends: [127.0.0.1:PORT]}}
                """, "");
        final String longest = "Host: a\r\nX-Long: " + "x".repeat(1_024);
        assertEquals(200, ask("GET /in HTTP/1.1\r\n" + longest + "\r\n").status());
        assertEquals(431, ask("GET /in HTTP/1.1\r\n" + longest + "y\r\n").status());
        assertEquals(
                "X-A: " + "x".repeat(1_024),
                fields(ask("GET /out HTTP/1.1\r\n" + longest + "y\r\n").head()));
    }

    /** Room for what the configuration may add is kept before each head. */
    @Test
    void allThatALevelMayAddFits() throws Exception {
        final String rules = "headers: {set: {X-A: LONG, X-B: LONG, X-C: LONG}}";
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    request-RULES
                    response-RULES
                    routes: [{path: /, request-RULES, response-RULES, pool: app}]
                pools: {app: {backends: [127.0.0.1:PORT], request-RULES, response-RULES}}
                """.replace("RULES", rules.replace("set:", "add:")).replace("LONG", "x".repeat(2_048)), "");
        final Answer answer = ask("GET / HTTP/1.1\r\nHost: a\r\n");
        assertEquals(200, answer.status());
        assertEquals(9 * (5 + 2_048) + 8, fields(answer.head()).length());
        assertEquals(9 * (5 + 2_048) + 8, fields(answer.body()).length());
    }

    /** Request line and Host as the backend gets them, and the path as the client has sent it. */
    private String target(String target) throws Exception {
        final Answer answer = ask("GET " + target + " HTTP/1.1\r\nHost: a\r\nX-Org: ../b\r\n");
        if (answer.status() != 200) {
            return Integer.toString(answer.status());
        }
        final String line = answer.body().substring(4, answer.body().indexOf(" HTTP"));
        return line + " " + answer.body().replaceAll("(?s).*\r\nHost: ([^\r]*)\r\n.*", "$1") + " "
                + fields(answer.head());
    }

    @Test
    void routesRewriteWhatTheirBackendsSee() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    response-headers: {set: {X-P: "{path}"}}
                    routes:
                      - {path: /v1/*, rewrite: {strip-prefix: /v1}, pool: app}
                      - {path: /add/*, rewrite: {add-prefix: /deep/er, host: "inside:81"}, pool: app}
                      - {path: /path/*, rewrite: {path: "/x{path}", host: "{header:x-none}"}, pool: app}
                      - {path: /org, rewrite: {path: "/{header:x-org}/a"}, pool: app}
                      - {path: /bad, rewrite: {path: "/../{host}"}, pool: app}
                pools: {app: {backends: [127.0.0.1:PORT]}}
                """, "");
        assertEquals("/a/b?c=d a X-P: /v1/a/b", target("/v1/a/b?c=d"));
        assertEquals("/ a X-P: /v1", target("/v1"));
        assertEquals("/a a X-P: /v1/a", target("http://a/v1/a"));
        assertEquals("/deep/er/add/x?y inside:81 X-P: /add/x", target("/add/x?y"));
        assertEquals("/x/path/y?z a X-P: /path/y", target("/path/y?z"));
        assertEquals("400", target("/org"));
        assertEquals("400", target("/bad"));
        assertEquals("/v2 a X-P: /v2", target("/v2"));
    }

    @Test
    void requestsHaveAnIdAndATrace() throws Exception {
        final Path log = folder.resolve("access.log");
        start("""
                log: {access: 'LOG'}
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    trusted: [127.0.0.1]
                    pool: app
                    request-id: {header: X-Id, respond: true}
                    trace-context: {sample: 0%}
                    response-headers: {set: {X-Again: "{request_id}"}}
                    routes: [{path: /gone, pool: none}]
                pools:
                  app: {backends: [127.0.0.1:PORT]}
                  none: {backends: [{address: 127.0.0.1:1, weight: 0}]}
                """.replace("LOG", log.toString()), "X-Id: backend\r\n");
        final String parent = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
        final Answer taken = ask("GET / HTTP/1.1\r\nHost: a\r\nX-Id: mine-1\r\n" + parent);
        assertEquals("X-Id: mine-1", fields(taken.body()));
        assertEquals("X-Id: mine-1|X-Again: mine-1", fields(taken.head()));
        assertTrue(taken.body().contains(parent), taken.body());

        final Answer made = ask("GET / HTTP/1.1\r\nHost: a\r\nX-Id: a b\r\ntraceparent: 1\r\n");
        final String id = fields(made.body());
        assertTrue(id.matches("X-Id: [0-9a-f]{32}"), id);
        assertEquals(id + "|" + id.replace("X-Id", "X-Again"), fields(made.head()));
        assertTrue(made.body().matches("(?s).*\r\ntraceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00\r\n.*"), made.body());

        final Answer gone = ask("GET /gone HTTP/1.1\r\nHost: a\r\nX-Id: mine-2\r\n");
        assertEquals(503, gone.status());
        assertEquals("X-Id: mine-2|X-Again: mine-2", fields(gone.head()));
        weir.stop();
        final String lines = Files.readString(log);
        assertTrue(lines.contains("request_id=mine-1") && lines.contains("request_id=mine-2"), lines);
        assertTrue(lines.contains("request_id=" + id.substring("X-Id: ".length())), lines);
    }
}
