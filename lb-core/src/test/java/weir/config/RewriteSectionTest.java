package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Rewrite;
import weir.template.Template;

/** What a route rewrites, as the file says it. */
class RewriteSectionTest {
    private static String with(String rewrite) {
        return Sample.with("listeners.web.routes", "[{path: /a, rewrite: " + rewrite + ", pool: app}]");
    }

    private static Rewrite read(String rewrite) {
        return Reads.configuration(with(rewrite))
                .listeners()
                .get(0)
                .routes()
                .get(0)
                .policy()
                .rewrite();
    }

    @Test
    void takesPrefixesAndTemplates() {
        assertEquals(new Rewrite("/a", "/b/c", null, null), read("{strip-prefix: /a, add-prefix: /b/c}"));
        assertEquals(
                new Rewrite(null, null, Template.of("/x{path}"), Template.of("{cookie:c}.example")),
                read("{path: '/x{path}', host: '{cookie:c}.example'}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{strip-prefix: api}; .strip-prefix; '\"api\"'; whole segments of a path",
                "{strip-prefix: /api/}; .strip-prefix; '\"/api/\"'; whole segments of a path",
                "{add-prefix: '/a?b'}; .add-prefix; '\"/a?b\"'; whole segments of a path",
                "{path: a}; .path; '\"a\"'; a path of up to 1024 characters",
                "{path: '/a b'}; .path; '\"/a b\"'; a path of up to 1024 characters",
                "{path: '/a#b'}; .path; '\"/a#b\"'; a path of up to 1024 characters",
                "{path: '/{pth}'}; .path; the placeholder {pth}; one of client",
                "{path: '/{status}'}; .path; 'the placeholder {status}, which takes the response'; one that is known",
                "{path: '/{path}{path}{path}{path}'}; .path; one that may become 8193 bytes; at most 8192",
                "{host: 'a b'}; .host; '\"a b\"'; a host name",
                "{path: /a, strip-prefix: /b}; ''; path beside a prefix; one of the two",
                "{prefix: /a}; ''; 'unknown key \"prefix\"'; 'one of strip-prefix, add-prefix, path, host'",
            })
    void saysWhatIsWrong(String rewrite, String path, String found, String accepted) {
        Reads.expectProblem(
                "weir.yaml:1: listeners.web.routes[0].rewrite" + path + ": found " + found + ", accepted: " + accepted,
                with(rewrite));
    }

    @Test
    void needsHttp() {
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.routes[0].rewrite: found rewrite with sni, accepted: it with HTTP only"),
                Reads.problems(Sample.with(
                        "listeners.web",
                        "{bind: 8080, mode: tcp, routes: [{sni: a, pool: app, rewrite: {host: b}}]}")));
    }
}
