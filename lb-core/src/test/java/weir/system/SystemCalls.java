package weir.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What one thread of a process asks of the kernel, counted by strace: by name. */
final class SystemCalls {
    /** Share of time, seconds, microseconds per call, calls, perhaps errors, name. */
    private static final Pattern LINE = Pattern.compile("(?m)^ *[\\d.]+ +[\\d.]+ +\\d+ +(\\d+)(?: +\\d+)? +(\\w+)$");

    private SystemCalls() {}

    /** Those during an action. Counting makes the thread slow. */
    static Map<String, Long> during(Stage stage, long pid, String thread, Callable<?> action) throws Exception {
        final Path table = stage.add(Folder.make()).path().resolve("calls");
        final long id = idOf(pid, thread);
        final Child strace = stage.add(Child.start(
                List.of(Peers.require("strace").toString(), "-c", "-o", table.toString(), "-p", Long.toString(id))));
        await("strace attaches to " + thread)
                .atMost(Child.PATIENCE)
                .until(() -> strace.err().stream().anyMatch(line -> line.contains("attached")) || !strace.isAlive());
        action.call();
        strace.terminate(); // it detaches and writes its table
        strace.awaitEnd();
        final Map<String, Long> calls = new TreeMap<>();
        for (Matcher line = LINE.matcher(Files.readString(table)); line.find(); ) {
            if (!line.group(2).equals("total")) {
                calls.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum);
            }
        }
        return calls;
    }

    private static long idOf(long pid, String thread) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.filter(task -> isCalled(task, thread))
                    .mapToLong(task -> Long.parseLong(task.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isCalled(Path task, String thread) {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(thread);
        } catch (IOException e) {
            return false; // it has ended meanwhile
        }
    }
}
