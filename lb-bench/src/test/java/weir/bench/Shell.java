package weir.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs what the documentation shows, as somebody who pastes it. */
final class Shell {
    private static final int TIMEOUT_SECONDS = 120;

    private Shell() {}

    /** {@code bash ARGUMENTS} in that folder, which must end with 0 in time. What it has printed. */
    static String run(Path folder, String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(arguments));
        final Path output = folder.resolve("output");
        final Process shell = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            final boolean isOver = shell.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            final String text = Files.readString(output);
            assertTrue(isOver, () -> command + " is still running: " + text);
            assertEquals(0, shell.exitValue(), text);
            return text;
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    /** The source of the algorithm that docs/BALANCING.md shows. */
    static String joinIdle(Path root) throws IOException {
        final String page = Files.readString(root.resolve("docs/BALANCING.md"));
        final int start = page.indexOf("package com.example;");
        return page.substring(start, page.indexOf("```", start));
    }
}
