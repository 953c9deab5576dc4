package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.FileContent;
import weir.model.Redirect;
import weir.model.Respond;
import weir.model.RouteAction;
import weir.model.Site;
import weir.model.SiteFile;
import weir.model.Split;

/** What a route may do with its requests, as the file says it. */
class ActionKeysTest {
    private static final String PLACE = "weir.yaml:1: listeners.web.routes[0]";

    private static String file(String route) {
        return Sample.with("listeners.web.routes", "[{" + route + "}]");
    }

    private static RouteAction action(String route) {
        return Reads.configuration(file(route))
                .listeners()
                .get(0)
                .routes()
                .get(0)
                .action();
    }

    @Test
    void redirectsWithAnyStatusThatSaysSo() {
        assertEquals(new Redirect(302, "/b"), action("path: /a, redirect: /b"));
        for (int status : List.of(301, 302, 303, 307, 308)) {
            assertEquals(
                    new Redirect(status, "https://{host}{path_and_query}"),
                    action("path: /a, redirect: 'https://{host}{path_and_query}', status: " + status));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a?b={query}",
                "{path}",
                "{path_and_query}",
                "/{header:X}",
                "https://example.com",
                "http://a?b",
                "https://www.{host}:8443/",
                "https://[::1]:80{path}",
                "https://a/{cookie:c}#x",
            })
    void takesATarget(String target) {
        assertEquals(List.of(), Reads.problems(file("cookies: {a: b}, redirect: '" + target + "'")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//evil",
                "ftp://a/",
                "https://",
                "https:///a",
                "{host}",
                "{query}",
                "{header:X}/a",
                "https://{header:X}/",
                "https://a{header:X}",
                "https://{host}{query}",
                "https://a@b/",
                "/a b",
                "/{{a}",
                "https://a:{client_port}/",
                "/\\evil",
                "https://a\\b/",
            })
    void refusesATargetWhoseHostIsNotSaid(String target) {
        final List<String> problems = Reads.problems(file("host: b, redirect: '" + target + "'"));
        assertEquals(1, problems.size(), () -> target + ": " + problems);
        assertEquals(true, problems.get(0).startsWith(PLACE + ".redirect: found "), problems.get(0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "redirect: /b, pool: app; .redirect; redirect beside pool; one of the two",
                "pool: app, status: 301; .status; status without redirect; it beside redirect only",
                "redirect: /b, status: 304; .status; '\"304\"'; 'one of 302, 301, 303, 307, 308'",
                "redirect: '/{hots}'; .redirect; 'the placeholder {hots}'; did you mean \"host\"",
                "redirect: '/{backend}'; .redirect; 'the placeholder {backend}, which takes a backend'; one that is known",
                "redirect: {to: /a}; .redirect; a map; a path",
                "respond: 199; .respond; '\"199\"'; a number from 200 to 599",
                "respond: {status: 204, body: a}; .respond.status; 204 with a body; another status",
                "respond: {body: a, file: /etc/hosts}; .respond.file; both body and file; one of the two",
                "respond: {file: /none}; .respond.file; 'no file at \"/none\"'; the path of a readable file of at most 4MiB",
                "respond: {type: a/b}; .respond.type; type without a body; it beside body or file",
                "respond: {body: '{status}'}; .respond.body; 'the placeholder {status}, which takes the response'; one that",
                "respond: {body: '{path}{path}{path}{path}{path}{path}{path}{path}{path}'}; .respond.body; one that may become 18432 bytes; 'text of at most 16KiB'",
                "respond: {directory: /none}; .respond.directory; 'no directory at \"/none\"'; the path of a directory with at most 16MiB",
                "respond: {directory: /, body: a}; .respond.body; body beside directory; one of the two",
                "respond: {index: a}; .respond.index; index without directory; it beside directory only",
                "respond: {directory: src/main/resources, fallback: none}; .respond.fallback; '\"none\"'; the path of a file in",
                "split: [{pool: app, weight: 0}]; .split; weights that are all 0; one above 0 at least",
                "split: [{pool: app}, {pool: app}]; .split; a pool twice; each pool once",
                "split: [{pool: app, weight: 10001}]; .split[0].weight; '\"10001\"'; a number from 0 to 10000",
                "split: []; .split; a list of 0; a list of 1 to 64",
                "pool: app, sticky: true; .sticky; sticky without split; it beside split only",
                "respond: 404, redirect: /b; .respond; respond beside redirect; one of the two",
            })
    void saysWhatIsWrong(String keys, String path, String found, String accepted) {
        final List<String> problems = Reads.problems(file("path: /a, " + keys));
        assertEquals(1, problems.size(), problems::toString);
        final String problem = problems.get(0);
        assertEquals(true, problem.startsWith(PLACE + path + ": found " + found + ", accepted: "), problem);
        assertEquals(true, problem.contains(accepted), problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "path: /a; /a",
                "path: /a/*; /a/b",
                "path: /a/*; '/a/b{path}'",
                "host: h; 'http://h:8080/x'",
                "host: '*.h'; 'http://www.{host}:8080/'",
                "host: h; '{path}'",
                "path-regex: '/[0-9]+'; '{path_and_query}'",
                "methods: [POST, GET]; /x",
                "'path: /a, not: {path: /b}'; '{path}'",
                "'path: /a/*, not: {path: /a/x}'; /a/y",
                "query: {a: b}; '{path_and_query}'",
                "clients: [10.0.0.0/8]; /x",
            })
    void refusesATargetThatTheSameRouteTakesAgain(String conditions, String target) {
        assertEquals(
                List.of(
                        PLACE
                                + ": found a redirect whose target this route takes again, accepted: one that leads to another route, or to another address"),
                Reads.problems(file(conditions + ", redirect: '" + target + "'")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "path: /a; /b",
                "path: /a; 'https://{host}:8080{path_and_query}'",
                "path: /a; 'http://{host}{path_and_query}'",
                "host: h; 'http://www.{host}:8080/'",
                "host: h; 'http://{host}.example:8080/'",
                "methods: [POST]; /x",
                "cookies: {seen: '!'}; '{path}'",
                "headers: {a: b}; /x",
                "'path: /a/*, not: {path: /a/x}'; /a/x",
                "path-regex: '/[0-9]+'; /a",
                "query: {a: b}; '{path}'",
            })
    void takesATargetThatLeadsElsewhere(String conditions, String target) {
        assertEquals(List.of(), Reads.problems(file(conditions + ", redirect: '" + target + "'")));
    }

    @Test
    void anEarlierRouteMayBreakTheLoop() {
        assertEquals(
                List.of(),
                Reads.problems(
                        Sample.with("listeners.web.routes", "[{path: /a, pool: app}, {host: h, redirect: /a}]")));
    }

    @Test
    void respondsWithAStatusATextOrAFile(@TempDir Path folder) throws Exception {
        assertEquals(Respond.of(404), action("path: /a, respond: 404"));
        assertEquals(
                new Respond(200, "text/plain; charset=utf-8", "ok {client}\n", null),
                action("path: /a, respond: {body: \"ok {client}\\n\"}"));
        assertEquals(
                new Respond(410, "text/html", "<p>{host}", null),
                action("path: /a, respond: {status: 410, body: '<p>{host}', type: text/html}"));
        final Path file = Files.writeString(folder.resolve("a.JSON"), "{}");
        assertEquals(
                new Respond(200, "application/json", null, new FileContent(new byte[] {'{', '}'})),
                action("path: /a, respond: {file: '" + file + "'}"));
    }

    /** As deployments switch from one version to the next. */
    @Test
    void servesADirectoryThatIsALink(@TempDir Path folder) throws Exception {
        final Path site = Files.createDirectory(folder.resolve("v1"));
        Files.writeString(site.resolve("a.txt"), "12345");
        Files.createSymbolicLink(site.resolve("out.txt"), folder.resolve("secret"));
        Files.writeString(folder.resolve("secret"), "x");
        final Path link = Files.createSymbolicLink(folder.resolve("current"), site);
        final Site served = (Site) action("respond: {directory: '" + link + "'}");
        assertEquals(
                List.of("a.txt"), served.files().stream().map(SiteFile::path).toList());
    }

    @Test
    void refusesADirectoryThatIsTooLarge(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.txt"), "12345");
        Files.writeString(folder.resolve("b.txt"), "12345");
        assertEquals(List.of(), Reads.problems(file("respond: {directory: '" + folder + "', size: 10B}")));
        final List<String> problems = Reads.problems(file("respond: {directory: '" + folder + "', size: 9B}"));
        assertEquals(1, problems.size());
        assertEquals(true, problems.get(0).contains("found a file that is too large at "), problems.get(0));
    }

    @Test
    void splits() {
        assertEquals(
                new Split(List.of(new Split.Share(0, 95)), true),
                action("path: /a, split: [{pool: app, weight: 95}], sticky: true"));
        assertEquals(new Split(List.of(new Split.Share(0, 1)), false), action("split: [{pool: app}]"));
    }

    @Test
    void redirectsWithHttpOnly() {
        final String text = "pools: {app: {backends: ['127.0.0.1:1']}}\n"
                + "listeners:\n  web: {bind: 8080, mode: tcp, routes: [{%s, redirect: /b}]}";
        assertEquals(
                List.of(
                        "weir.yaml:3: listeners.web.routes[0].redirect: found redirect with sni, accepted: it with HTTP only"),
                Reads.problems(text.formatted("sni: a")));
        assertEquals(
                List.of("weir.yaml:3: listeners.web.routes[0]: found no sni with mode: tcp, accepted: sni"),
                Reads.problems("pools: {app: {backends: ['127.0.0.1:1']}}\n"
                        + "listeners:\n  web: {bind: 8080, mode: tcp, routes: [{pool: app}]}"));
    }
}
