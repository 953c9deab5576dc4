package weir.bench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that is asked one thing, such as its version, and ends. Any thread. */
public final class ShortCommand {
    private static final int ANSWER_SECONDS = 5;

    private ShortCommand() {}

    /** What it prints on either stream; empty when it cannot be run. One that does not end is killed. */
    public static String output(String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    public static String firstLine(String... command) {
        return output(command).lines().findFirst().orElse("");
    }
}
