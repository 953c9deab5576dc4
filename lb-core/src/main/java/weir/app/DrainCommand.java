package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.admin.ApiText;

/** {@code drain}: let a backend run empty: it gets no new clients. */
@Command(
        name = "drain",
        sortOptions = false,
        header = "Let a backend run empty: it gets no new clients.",
        description =
                "With --wait, shows how many requests are left, and ends with 0 when none is, and with 1 when the time is up. Clients that stick to it still come.",
        footer = {"  java -jar weir.jar drain app/127.0.0.1:9001 --wait 30s"})
final class DrainCommand extends ChangeCommand {
    private static final long LOOK_AGAIN_MS = 200;

    @Parameters(paramLabel = "POOL/BACKEND", description = "Which one: its pool, and its id there.")
    private String target;

    @Option(names = "--wait", paramLabel = "TIME", description = "Wait until no request is left there, up to 10m.")
    private String wait;

    @Override
    int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, IOException, InterruptedException {
        final Target backend = target(target);
        final long deadlineNs = System.nanoTime() + waitMs(wait) * 1_000_000L;
        client.send("PUT", backend.path(), "{\"state\": \"drain\"}", 0);
        int said = -1;
        while (true) {
            final int left = inFlight(client, backend);
            if (left == 0 || wait == null) {
                out.println(backend + " gets no new clients, " + requests(left) + " left");
                return ExitCode.FINE;
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                out.println(backend + ": the time is up, " + requests(left) + " left");
                return ExitCode.FAILURE;
            }
            if (left != said) {
                out.println(backend + ": " + requests(left) + " left");
                said = left;
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    private static int inFlight(AdminClient client, Target backend)
            throws AdminClient.Refused, IOException, InterruptedException {
        final String count = ApiText.member(client.get(backend.path()), "in_flight");
        if (count == null || !count.matches("[0-9]{1,9}")) {
            throw new IOException("it does not say what is in flight");
        }
        return Integer.parseInt(count);
    }
}
