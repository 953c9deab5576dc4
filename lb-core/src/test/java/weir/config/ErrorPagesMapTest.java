package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.ErrorPage;
import weir.model.ErrorPages;

/** {@code errors}, as it is read on each level. */
class ErrorPagesMapTest {
    @TempDir
    private Path folder;

    private static ErrorPages read(String errors) {
        return Reads.configuration(Sample.with("listeners.web.errors", errors))
                .listeners()
                .get(0)
                .policy()
                .errors();
    }

    @Test
    void readsTextsAndFlags() {
        final ErrorPages errors =
                read("{404: {text: gone}, '500-503': {text: '<p>', type: text/html}, intercept: true, "
                        + "negotiate: true}");
        assertTrue(errors.intercepts());
        assertTrue(errors.negotiates());
        assertEquals(new ErrorPage(404, 404, "text/plain; charset=utf-8", "gone", null), errors.page(404));
        assertEquals("<p>", errors.page(502).text());
        assertEquals(null, errors.page(504));
    }

    @ParameterizedTest
    @CsvSource({
        "a.html, text/html; charset=utf-8",
        "a.HTM, text/html; charset=utf-8",
        "a.json, application/problem+json",
        "a.txt, text/plain; charset=utf-8"
    })
    void knowsTheTypeOfAFileByItsName(String name, String type) throws IOException {
        final Path file = Files.writeString(folder.resolve(name), "{ not a placeholder }");
        assertEquals(
                new ErrorPage(503, 503, type, "{ not a placeholder }", null),
                read("{503: '" + file + "'}").page(503));
    }

    @Test
    void aFileMayHaveAnotherTypeAndPlaceholders() throws IOException {
        final Path file = Files.writeString(folder.resolve("page"), "{status} of {pool}");
        final ErrorPage page = read("{503: {file: '" + file + "', type: text/css, placeholders: true}}")
                .page(503);
        assertEquals("text/css", page.type());
        assertEquals("{status} of {pool}", page.template().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"listeners.web", "listeners.web.routes[0]", "pools.app"})
    void eachLevelHasIt(String level) {
        final String yaml = """
                listeners: {web: {bind: 8080, pool: app, %s routes: [{path: /a, pool: app %s}]}}
                pools: {app: {backends: [127.0.0.1:9001] %s}}
                """.formatted(
                        level.equals("listeners.web") ? "errors: {404: {text: x}}," : "",
                        level.endsWith("]") ? ", errors: {404: {text: x}}" : "",
                        level.startsWith("pools") ? ", errors: {404: {text: x}}" : "");
        assertEquals(List.of(), Reads.problems(Reads.result(yaml)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{399: {text: x}}|errors.399: found the key \"399\", accepted: a status or a range from 400 to 599, such "
                        + "as 404 or 502-504, intercept, or negotiate",
                "{intercpt: true}|errors.intercpt: found the key \"intercpt\", accepted: a status or a range from 400 to "
                        + "599, such as 404 or 502-504, intercept, or negotiate; did you mean \"intercept\"?",
                "{'504-502': {text: x}}|errors.504-502: found the empty range 504-502, accepted: a status or a range",
                "{'500-503': {text: x}, 502: {text: y}}|errors.502: found a page for 502 beside another one, accepted: one "
                        + "for each status",
                "{404: {txt: x}}|errors.404.txt: found unknown key \"txt\", accepted: one of file, text, type, "
                        + "placeholders; did you mean \"text\"?",
                "{404: {type: text/html}}|errors.404: found neither file nor text, accepted: one of the two",
                "{404: {text: a, file: b}}|errors.404: found both file and text, accepted: one of the two",
                "{404: [a]}|errors.404: found a list, accepted: the path of a file, or a map of file or text, type, "
                        + "placeholders",
                "{404: {text: '{statsu}', placeholders: true}}|errors.404.text: found the placeholder {statsu}, accepted: "
                        + "one of",
                "{404: {text: '{', placeholders: true}}|errors.404.text: found a { without its }, accepted:",
                "{404: /no/such.html}|errors.404: found ",
                "{404: {text: a, type: \"a\\nb\"}}|errors.404.type: found \"a\\u000ab\", accepted: a media type",
                "{intercept: yes}|errors.intercept: found \"yes\", accepted: one of true, false",
                "x|errors: found \"x\", accepted: a map of statuses",
            })
    void saysWhatIsWrong(String errors, String message) {
        Reads.expectProblem("weir.yaml:1: listeners.web." + message, Sample.with("listeners.web.errors", errors));
    }

    @Test
    void warnsOfAnInterceptionOfNothing() {
        assertEquals(
                List.of("weir.yaml:1: listeners.web.errors: warning: intercept without a page has no effect"),
                Reads.warnings(Reads.result(Sample.with("listeners.web.errors", "{intercept: true}"))));
    }
}
