package weir.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jmh}: the micro-benchmarks of {@code weir.bench.jmh}. All arguments, {@code -h} too, are JMH's own. */
@Command(
        name = "jmh",
        description = "Runs micro-benchmarks; arguments are JMH's own: jmh -h, jmh -l, jmh Parser -prof gc.")
final class JmhCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "JMH-ARGUMENT")
    private List<String> arguments = new ArrayList<>();

    /** JMH knows help by its short name only. */
    @Override
    public Integer call() throws IOException {
        arguments.replaceAll(word -> word.equals("--help") ? "-h" : word);
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new)); // exits by itself when it fails
        return 0;
    }
}
