package weir.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ready}: take a backend back in after drain or maintenance. */
@Command(
        name = "ready",
        sortOptions = false,
        header = "Take a backend back in after drain or maintenance.",
        description = "After maintenance it is checked first.",
        footer = {"  java -jar weir.jar ready app/127.0.0.1:9001"})
final class ReadyCommand extends ChangeCommand {
    @Parameters(paramLabel = "POOL/BACKEND", description = "Which one: its pool, and its id there.")
    private String target;

    @Override
    int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, InterruptedException {
        final Target backend = target(target);
        client.send("PUT", backend.path(), "{\"state\": \"ready\"}", 0);
        out.println(backend + " is set to ready");
        return ExitCode.FINE;
    }
}
