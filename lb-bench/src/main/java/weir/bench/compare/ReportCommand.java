package weir.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.bench.command.Console;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;

/** {@code report}: reads what compare has written, and writes a page. */
@Command(
        name = "report",
        sortOptions = false,
        description = {
            "Makes one HTML file of what compare --out DIR has written.",
            "",
            "Tables with ratios and intervals, latency by percentile and as cumulative shares, throughput over time, what was the "
                    + "limit, and the environment. It needs no network and nothing beside it, and can be printed.",
            ""
        })
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "with the SCENARIO.json files of compare")
    private Path directory;

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "what to write")
    private Path html;

    @Option(
            names = "--title",
            defaultValue = "Weir and its peers",
            description = "of the page (default: ${DEFAULT-VALUE})")
    private String title;

    /** Those of hours of rounds are below one. */
    private static final int FILE_BYTES_MAX = 64 << 20;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw console.refusal("DIR: " + directory + ", no such directory");
        }
        console.checkWritable("--html", html);
        final List<Results> all = new ArrayList<>();
        for (Path file : files()) {
            final String text = text(file);
            all.add(console.checked(() -> ResultsReader.read(file.toString(), text)));
        }
        if (all.isEmpty()) {
            throw console.refusal("DIR: " + directory + ", has no .json file of compare --out");
        }
        all.sort(Comparator.comparing(Results::scenario));
        Files.writeString(html, ReportPage.of(title, all));
        console.say(html + ": " + all.size() + " scenarios");
        return 0;
    }

    private String text(Path file) {
        try {
            return new String(BoundedFile.read(file, FILE_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (UnreadableFileException e) {
            throw console.refusal("DIR: found " + e.getMessage() + " at " + file + ", must be a file of compare --out");
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
