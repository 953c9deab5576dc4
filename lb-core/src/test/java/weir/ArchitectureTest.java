package weir;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The package table of docs/ARCHITECTURE.md as a test. A new package is a new row here and there. */
class ArchitectureTest {
    private static final int COMMENT_COLUMNS_MAX = 120;
    private static final int MIDDLE_LINES_MAX = 350;
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    /** What each package may use of Weir, besides itself. A row uses only rows above it, so there are no cycles. */
    private static final Map<String, Set<String>> ROWS = new LinkedHashMap<>();

    static {
        row("buf");
        row("time");
        row("file");
        row("text");
        row("balance", "text");
        row("proxyprotocol", "buf");
        row("sni");
        row("websocket");
        row("limit", "buf");
        row("http", "buf");
        row("template");
        row("model", "template", "buf", "text", "balance", "proxyprotocol", "http");
        row("pki", "file", "model");
        row("stats");
        row("route", "buf", "http", "model");
        row("snapshot", "limit", "balance", "model", "stats", "route");
        row("net", "buf", "time", "stats", "proxyprotocol");
        row("net.tls", "net", "sni", "buf", "time", "stats", "proxyprotocol");
        row("tls", "model", "pki", "net.tls");
        row("accesslog", "buf", "time", "template", "model");
        row("pool", "buf", "time", "balance", "http", "model", "stats", "route", "snapshot", "net");
        row("upstream", "buf", "time", "proxyprotocol", "model", "stats", "snapshot", "net", "net.tls", "tls");
        row("relay", "buf", "time", "websocket", "http", "model", "stats", "net");
        row("filter", "buf", "time", "limit", "http", "template", "model", "stats", "route", "snapshot", "pool");
        rowThatUsesAllAbove("exchange");
        row(
                "ingress",
                "buf",
                "time",
                "proxyprotocol",
                "model",
                "stats",
                "snapshot",
                "net",
                "net.tls",
                "accesslog",
                "exchange");
        rowThatUsesAllAbove("http1");
        row("tcp", allAboveBut("http1"));
        row("config.value", "file", "text", "balance", "http", "template", "model", "pki");
        row("config.section", "balance", "proxyprotocol", "http", "template", "model", "pki", "config.value");
        row("config", "file", "text", "balance", "model", "config.value", "config.section");
        row("health", "buf", "time", "proxyprotocol", "http", "model", "stats", "snapshot", "net", "net.tls", "tls");
        row("control", "time", "model", "snapshot", "config");
        row("notify", "text", "model");
        row(
                "admin",
                "buf",
                "time",
                "balance",
                "http",
                "model",
                "stats",
                "snapshot",
                "net",
                "config.value",
                "config",
                "control");
        row("app.demo");
        rowThatUsesAllAbove("app");
    }

    /** Who may use a library; nobody else. The data path does not log. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "org.jctools", Set.of("net"),
            "org.conscrypt", Set.of("tls"),
            "org.HdrHistogram", Set.of("stats", "admin"),
            "com.google.re2j", Set.of("model", "route"),
            "org.yaml", Set.of("config", "config.value", "config.section"),
            "picocli", Set.of("app"),
            "com.fasterxml.jackson", Set.of("accesslog", "health", "app.demo", "admin", "notify", "control"),
            "io.prometheus", Set.of("admin"),
            "org.tinylog", Set.of("accesslog", "health", "control", "notify", "admin", "app", "app.demo"));

    private static void row(String name, String... mayUse) {
        for (String used : mayUse) {
            assertTrue(ROWS.containsKey(used), name + " may only use rows above it: " + used);
        }
        ROWS.put(name, Set.of(mayUse));
    }

    private static void rowThatUsesAllAbove(String name) {
        row(name, allAboveBut(""));
    }

    private static String[] allAboveBut(String name) {
        return ROWS.keySet().stream().filter(row -> !row.equals(name)).toArray(String[]::new);
    }

    static Set<String> packages() {
        return ROWS.keySet();
    }

    static Set<String> libraries() {
        return LIBRARIES.keySet();
    }

    @Test
    void everyPackageHasARow() {
        assertTrue(CLASSES.contain("weir.app.Main"), "no classes in target/classes");
        for (JavaClass type : CLASSES) {
            assertTrue(ROWS.containsKey(row(type)), "no row for the package of " + type.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatItsRowSays(String name) {
        final Set<String> mayUse = ROWS.get(name);
        expectsNoUse(
                name,
                describe(
                        "of another row than " + mayUse,
                        used -> isOurs(used) && !row(used).equals(name) && !mayUse.contains(row(used))));
    }

    /** As the rows have it, too; this says which classes make the circle. */
    @Test
    void packagesUseEachOtherInNoCircle() {
        slices().matching("weir.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** The document's column for packages and libraries; only the packages are compared. */
    @Test
    void theDocumentsTableIsThisOne() throws IOException {
        final Map<String, Set<String>> documented = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "ARCHITECTURE.md"))) {
            if (line.startsWith("| `weir.")) {
                final String[] cells = line.split(" *\\| *");
                documented.put(cells[1].replaceAll("`|weir\\.", ""), rows(cells[3], documented.keySet()));
            }
        }
        assertEquals(ROWS, documented);
        assertEquals(List.copyOf(ROWS.keySet()), List.copyOf(documented.keySet()), "order");
    }

    private static Set<String> rows(String cell, Set<String> above) {
        final Set<String> rows = new TreeSet<>();
        for (String word : cell.split(", ")) {
            if (word.startsWith("all")) {
                rows.addAll(above);
                rows.remove(word.replaceFirst("all( above but )?", ""));
            } else if (ROWS.containsKey(word)) {
                rows.add(word);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void onlyTheseUseTheLibrary(String library) {
        for (String name : ROWS.keySet()) {
            if (!LIBRARIES.get(library).contains(name)) {
                expectsNoUse(
                        name,
                        describe("of " + library, used -> used.getPackageName().startsWith(library)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "buf",
                "time",
                "text",
                "balance",
                "proxyprotocol",
                "sni",
                "websocket",
                "http",
                "pki",
                "route",
                "filter"
            })
    void staysPure(String name) {
        expectsNoUse(name, describe("of channels, sockets, logging or threads", ArchitectureTest::isImpure));
    }

    private static boolean isImpure(JavaClass used) {
        final String name = used.getName();
        return name.startsWith("java.nio.channels.")
                || name.matches("java\\.net\\.(Server|Datagram|Multicast)?Socket.*")
                || name.matches("java\\.util\\.logging\\..*|java\\.lang\\.System\\$Logger.*|org\\.tinylog\\..*")
                || name.startsWith("java.util.concurrent.")
                || name.matches("java\\.lang\\.(Thread|ThreadLocal|ThreadGroup|Runnable)");
    }

    /** So that they read alike whatever was on the wire. */
    @ParameterizedTest
    @ValueSource(strings = {"route", "filter", "accesslog", "balance", "exchange"})
    void readsHeadsByTheirViewAlone(String name) {
        expectsNoUse(
                name,
                describe(
                        "of a parser of heads, or what one version makes of them",
                        used -> used.getName()
                                .matches("weir\\.http\\.((Request|Response|Head)(Parser|Head)|FieldLines)")));
    }

    /** So that HTTP/2 needs none of them anew. */
    @ParameterizedTest
    @ValueSource(strings = {"exchange", "pool", "upstream", "filter", "route"})
    void knowsNoVersionOfHttp(String name) {
        expectsNoUse(name, ofPackage("weir.http1"));
    }

    /** Beside the two abstract streams: a tunnel, which is given the bytes, and who tells a backend of the client. */
    @Test
    void anExchangeKnowsItsStreamsAndNotWhatIsBelow() {
        final DescribedPredicate<JavaClass> mayKnow =
                named("weir\\.exchange\\.(ClientStream|UpstreamStream|Exchange|Tunnel|LoopView)");
        noClasses()
                .that()
                .resideInAPackage("weir.exchange")
                .and(not(mayKnow))
                .should()
                .dependOnClassesThat(named("weir\\.net\\.(Transport|IoHandler)|weir\\.upstream\\.UpstreamUser"))
                .check(CLASSES);
    }

    /** What reads and writes for one side knows nothing of the other; only the listener makes them meet. */
    @ParameterizedTest
    @CsvSource({
        "exchange, RequestWriter, ClientStream|RequestSource",
        "exchange, ResponseWriter, UpstreamStream|ResponseSource",
        "exchange, RequestSource, ClientStream|UpstreamStream|ResponseSource|Exchange",
        "exchange, ResponseSource, ClientStream|UpstreamStream|RequestSource|Exchange",
        "http1, RequestReader|RequestHeadReader|ClientConnection|Http1ClientStream, Http1UpstreamStream|ResponseReader",
        "http1, ResponseReader|Http1UpstreamStream, Http1ClientStream|RequestReader|ClientConnection|Http1Listener",
    })
    void oneSideKnowsNothingOfTheOther(String name, String side, String other) {
        noClasses()
                .that(named("weir\\." + name + "\\.(" + side + ")"))
                .should()
                .dependOnClassesThat(named("weir\\." + name + "\\.(" + other + ")"))
                .check(CLASSES);
    }

    /** What every protocol goes through shall be read in one sitting. */
    @ParameterizedTest
    @ValueSource(strings = {"exchange", "pool", "upstream", "filter", "route"})
    void hasNoLongFile(String name) throws IOException {
        for (Path file : sources()) {
            if (file.getParent().endsWith(Path.of("weir", name))) {
                assertTrue(Files.readAllLines(file).size() <= MIDDLE_LINES_MAX, file.toString());
            }
        }
    }

    @Test
    void noClassIsNamedAfterNothing() {
        for (JavaClass type : CLASSES) {
            assertFalse(type.getSimpleName().matches(".*(Manager|Utils?|Impl|Helper)"), type.getName());
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        final Set<Path> expected = new TreeSet<>();
        final Set<Path> found = new TreeSet<>();
        for (Path file : sources()) {
            expected.add(file.getParent());
            if (file.endsWith("package-info.java")) {
                found.add(file.getParent());
                assertTrue(Files.readString(file).startsWith("/**\n"), file + " begins with Javadoc");
            }
        }
        assertEquals(expected, found);
    }

    /** Right before the line that makes it, so that whoever adds a thread says it. */
    @Test
    void everyThreadSaysWhatItOwns() throws IOException {
        for (Path file : sources()) {
            final List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("new Thread(")) {
                    assertTrue(lines.get(i - 1).matches(".*(//|/\\*\\*) Owns: .*"), file + ", line " + (i + 1));
                }
            }
        }
    }

    /** Drawings stand in {@code <pre>} and may be wider; code is the formatter's. */
    @Test
    void commentsWrap() throws IOException {
        for (Path file : sources()) {
            boolean isDrawing = false;
            for (String line : Files.readAllLines(file)) {
                isDrawing |= line.contains("<pre>");
                final boolean isComment = line.matches("\\s*(\\*|/\\*|//).*");
                assertTrue(isDrawing || !isComment || line.length() <= COMMENT_COLUMNS_MAX, file + ": " + line);
                isDrawing &= !line.contains("</pre>");
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static void expectsNoUse(String name, DescribedPredicate<JavaClass> forbidden) {
        noClasses()
                .that()
                .resideInAPackage("weir." + name)
                .should()
                .dependOnClassesThat(forbidden)
                .allowEmptyShould(true) // rows of the plan that are not written yet
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> ofPackage(String name) {
        return describe("of " + name, type -> type.getPackageName().equals(name));
    }

    private static DescribedPredicate<JavaClass> named(String pattern) {
        return describe(
                "named " + pattern,
                type -> type.getName().replaceFirst("\\$.*", "").matches(pattern));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("weir.");
    }

    private static String row(JavaClass type) {
        return type.getPackageName().substring(Math.min(5, type.getPackageName().length()));
    }
}
