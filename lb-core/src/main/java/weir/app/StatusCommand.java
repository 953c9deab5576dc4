package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weir.admin.StatusTable;
import weir.text.OneLine;

/** {@code status}: asks a running Weir, through its admin API, how its backends are. */
@Command(
        name = "status",
        sortOptions = false,
        header = "Show the backends of a running load balancer.",
        description = "Asks the admin API. Latencies are those of the last half to full minute.",
        footer = {
            "  java -jar weir.jar status",
            "  java -jar weir.jar status --admin http://10.0.0.7:9900 --token-file token --json"
        })
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminClient admin;

    @Option(names = "--json", description = "Print what the API answers, as it is.")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException {
        try {
            print(admin.get("/api/pools"));
            return ExitCode.FINE;
        } catch (AdminClient.Refused e) {
            spec.commandLine().getErr().println("weir status: " + OneLine.of(e.getMessage()));
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("weir status: what answers is no admin API of Weir: " + OneLine.reason(e));
        }
        return ExitCode.FAILURE;
    }

    private void print(byte[] pools) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.print(new String(pools, StandardCharsets.UTF_8));
            out.flush();
        } else {
            StatusTable.lines(pools).forEach(out::println);
        }
    }
}
