package weir.app;

import java.io.PrintWriter;
import picocli.CommandLine.Parameters;
import weir.model.AdminState;

/** Sets the state of a backend, and that is all. Thread: the command's. */
abstract class StateCommand extends ChangeCommand {
    private final String word;

    @Parameters(paramLabel = "POOL/BACKEND", description = "Which one: its pool, and its id there.")
    private String target;

    StateCommand(AdminState state) {
        word = state.word();
    }

    @Override
    final int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, InterruptedException {
        final Target backend = target(target);
        client.send("PUT", backend.path(), "{\"state\": \"" + word + "\"}", 0);
        out.println(backend + " is set to " + word);
        return ExitCode.FINE;
    }
}
