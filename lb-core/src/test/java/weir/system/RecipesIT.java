package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.testkit.Project;

/** Each file of docs/RECIPES.md as it stands there, with ports of its own, and what its page says that one sees. */
@Tag("system")
@Timeout(60)
final class RecipesIT {
    private static final Pattern RECIPE =
            Pattern.compile("(?ms)^## ([^\n]+)\n(?:(?!^## ).)*?```yaml\n(.*?)```(.*?)(?=^## |\\z)");
    private static final Pattern REQUEST = Pattern.compile("(?m)^ {4}\\$ curl (.*)\n((?: {4}[^$\n].*\n?)*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern BIND = Pattern.compile("bind: 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern BACKEND = Pattern.compile("127\\.0\\.0\\.1:(90\\d\\d)");

    /** By the port that they have on the page. */
    private static final Map<String, ScriptedBackend> BACKENDS = new HashMap<>();

    @AutoClose
    private final Stage stage = new Stage();

    /** One recipe. */
    record Recipe(String title, String yaml, String text) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Recipe> recipes() throws IOException {
        return RECIPE.matcher(Files.readString(Project.path("docs/RECIPES.md")))
                .results()
                .map(found -> new Recipe(found.group(1), found.group(2), found.group(3)));
    }

    @AfterAll
    static void endBackends() throws IOException {
        for (ScriptedBackend backend : BACKENDS.values()) {
            backend.close();
        }
        BACKENDS.clear();
    }

    /** Answers with the head that it got. */
    private static ScriptedBackend backend(String port) {
        return BACKENDS.computeIfAbsent(port, any -> {
            try {
                return new ScriptedBackend(ScriptedBackend.mirror("Server: x\r\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void areAllFound() throws IOException {
        final String page = Files.readString(Project.path("docs/RECIPES.md"));
        assertEquals(
                page.lines().filter(line -> line.startsWith("## ")).count(),
                recipes().count());
        assertEquals(
                page.lines().filter(line -> line.startsWith("    $ curl")).count(),
                recipes()
                        .mapToLong(recipe ->
                                REQUEST.matcher(recipe.text()).results().count())
                        .sum());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void doesWhatItsPageSays(Recipe recipe) throws Exception {
        final List<String> binds = BIND.matcher(recipe.yaml())
                .results()
                .map(found -> found.group(1))
                .toList();
        final Folder folder = stage.add(Folder.make());
        String yaml = BIND.matcher(recipe.yaml()).replaceAll("bind: 127.0.0.1:0");
        yaml = BACKEND.matcher(yaml)
                .replaceAll(found -> "127.0.0.1:" + backend(found.group(1)).port());
        yaml = yaml.replace("access.log", folder.path().resolve("access.log").toString());
        final ConfigResult.Loaded loaded =
                assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("weir.yaml", yaml), yaml);
        assertEquals(List.of(), loaded.warnings(), yaml);
        final Weir weir = Weir.start(loaded.configuration());
        stage.add(weir::stop);
        final Map<String, Integer> ports = new HashMap<>();
        for (int i = 0; i < binds.size(); i++) {
            ports.put(
                    binds.get(i),
                    i < weir.listeners().size()
                            ? weir.listeners().get(i).port()
                            : weir.adminAddress().orElseThrow().getPort());
        }
        for (MatchResult request : REQUEST.matcher(recipe.text()).results().toList()) {
            final String answer = answer(request.group(1), ports);
            for (String line : request.group(2).lines().map(String::strip).toList()) {
                assertTrue(
                        answer.lines().anyMatch(said -> said.startsWith(line)),
                        () -> request.group(1) + " has no line " + line + " but\n" + answer);
            }
        }
    }

    /** What curl would print. */
    private static String answer(String arguments, Map<String, Integer> ports) throws IOException {
        final List<String> words = new ArrayList<>(WORD.matcher(arguments)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList());
        String method = "GET";
        String data = "";
        String host = null;
        final StringBuilder fields = new StringBuilder();
        URI url = null;
        while (!words.isEmpty()) {
            final String word = words.remove(0);
            switch (word) {
                case "-i" -> {}
                case "-X" -> method = words.remove(0);
                case "-d" -> data = words.remove(0);
                case "-A" ->
                    fields.append("User-Agent: ").append(words.remove(0)).append("\r\n");
                case "-H" -> {
                    final String field = words.remove(0);
                    if (field.startsWith("Host: ")) {
                        host = field.substring("Host: ".length());
                    } else {
                        fields.append(field).append("\r\n");
                    }
                }
                default -> url = URI.create(word);
            }
        }
        final int port = ports.get(Integer.toString(url.getPort()));
        final String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            final String request = method + ' ' + target + " HTTP/1.1\r\nHost: "
                    + (host == null ? url.getRawAuthority() : host) + "\r\n" + fields + "Connection: close\r\n"
                    + (data.isEmpty() ? "" : "Content-Length: " + data.length() + "\r\n") + "\r\n" + data;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
