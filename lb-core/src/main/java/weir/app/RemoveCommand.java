package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.admin.ApiText;

/** {@code remove}: remove a backend from its pool. */
@Command(
        name = "remove",
        sortOptions = false,
        header = "Remove a backend from its pool.",
        description =
                "It gets nothing new at once. With --wait, ends with 0 when no request is left there, and with 1 when the time is up; it is removed all the same.",
        footer = {"  java -jar weir.jar remove app/b3 --wait 30s"})
final class RemoveCommand extends ChangeCommand {
    private static final int LEFT = 202;

    @Parameters(paramLabel = "POOL/BACKEND", description = "Which one: its pool, and its id there.")
    private String target;

    @Option(names = "--wait", paramLabel = "TIME", description = "Wait until no request is left there, up to 10m.")
    private String wait;

    @Override
    int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, IOException, InterruptedException {
        final Target backend = target(target);
        final int waitMs = waitMs(wait);
        final String query = wait == null ? "" : "?wait=" + waitMs + "ms";
        final HttpResponse<byte[]> response = client.send("DELETE", backend.path() + query, null, waitMs);
        if (response.statusCode() == LEFT) {
            final String left = ApiText.member(response.body(), "left");
            out.println(backend + " is removed; the time is up, requests left: " + left);
            return ExitCode.FAILURE;
        }
        out.println(backend + " is removed");
        return ExitCode.FINE;
    }
}
