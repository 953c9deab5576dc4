package weir.system;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the built jar is started. */
final class Jar {
    private static final String JAR = System.getProperty("weir.jar");

    private Jar() {}

    /** {@code java OPTIONS -jar weir.jar ARGUMENTS}, by the Java that runs the tests. */
    static List<String> command(List<String> options, List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR));
        command.addAll(arguments);
        return command;
    }

    /** {@code java OPTIONS -cp weir.jar:CLASSES weir.app.Main ARGUMENTS}: with classes of the user's. */
    static List<String> command(List<String> options, Path classes, List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", JAR + File.pathSeparator + classes, "weir.app.Main"));
        command.addAll(arguments);
        return command;
    }

    static String path() {
        return JAR;
    }
}
