package weir.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maintenance}: leave a backend alone: no requests, no checks. */
@Command(
        name = "maintenance",
        sortOptions = false,
        header = "Leave a backend alone: no requests, no checks.",
        description = "What is under way there goes on.",
        footer = {"  java -jar weir.jar maintenance app/127.0.0.1:9001"})
final class MaintenanceCommand extends ChangeCommand {
    @Parameters(paramLabel = "POOL/BACKEND", description = "Which one: its pool, and its id there.")
    private String target;

    @Override
    int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, InterruptedException {
        final Target backend = target(target);
        client.send("PUT", backend.path(), "{\"state\": \"maintenance\"}", 0);
        out.println(backend + " is set to maintenance");
        return ExitCode.FINE;
    }
}
