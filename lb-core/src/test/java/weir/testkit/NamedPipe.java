package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pipes that have a name in the file system: whoever opens one waits for the other side. */
public final class NamedPipe {
    private NamedPipe() {}

    public static Path make(Path path) throws IOException, InterruptedException {
        final Process maker = new ProcessBuilder("mkfifo", path.toString()).start();
        assertEquals(0, maker.waitFor(), "mkfifo " + path);
        return path;
    }

    /** For whoever reads it next; on a thread of its own, which waits until then. */
    public static void write(Path pipe, byte[] bytes) {
        final Thread writer = new Thread(
                () -> {
                    try {
                        Files.write(pipe, bytes);
                    } catch (IOException e) {
                        return; // the reader had enough
                    }
                },
                "pipe-writer");
        writer.setDaemon(true);
        writer.start();
    }
}
