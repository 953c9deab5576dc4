package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles what a user of Weir would write, into a folder that can stand on a class path. */
public final class Compiled {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

    private Compiled() {}

    /** The example of docs/BALANCING.md, {@code com.example.JoinIdle}. */
    public static String exampleOfTheDocumentation() throws IOException {
        return blocks("docs/BALANCING.md", "java").get(0);
    }

    /**
     * What a page shows in that language, in its order; something.
     *
     * @param page seen from the project's folder
     */
    public static List<String> blocks(String page, String language) throws IOException {
        final List<String> blocks = BLOCK.matcher(Files.readString(Project.path(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
        assertFalse(blocks.isEmpty(), page + " shows nothing in " + language);
        return blocks;
    }

    /**
     * @param folder of the classes; the source is put there, too
     * @param classPath what the source uses
     */
    public static void into(Path folder, String classPath, String source) throws IOException {
        final Path file = folder.resolve(name(source).replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            final List<String> options = List.of("-d", folder.toString(), "-cp", classPath);
            final boolean isCompiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertTrue(isCompiled, messages::toString);
        }
    }

    /** Full name of the class that a source declares. */
    public static String name(String source) {
        return Stream.of(PACKAGE, TYPE)
                .map(pattern -> pattern.matcher(source))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .reduce((before, last) -> before + '.' + last)
                .orElseThrow();
    }
}
