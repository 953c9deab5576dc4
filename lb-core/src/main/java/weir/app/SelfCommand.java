package weir.app;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command that runs this program once more: same Java, same classes. */
final class SelfCommand {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private SelfCommand() {}

    /** For a child process that needs little memory. */
    static List<String> child(String... args) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m", "-cp", CLASS_PATH, Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /** To be pasted into a shell in whatever directory. */
    static String line(String... args) {
        final List<String> command = new ArrayList<>(List.of("java"));
        if (isJar()) {
            command.addAll(List.of("-jar", Path.of(CLASS_PATH).toAbsolutePath().toString()));
        } else {
            command.addAll(List.of("-cp", CLASS_PATH, Main.class.getName()));
        }
        command.addAll(List.of(args));
        return command.stream().map(SelfCommand::quoted).collect(Collectors.joining(" "));
    }

    private static boolean isJar() {
        return CLASS_PATH.endsWith(".jar") && !CLASS_PATH.contains(File.pathSeparator);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
