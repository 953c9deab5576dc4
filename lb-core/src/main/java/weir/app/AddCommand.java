package weir.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.admin.ApiText;
import weir.model.AddedBackend;
import weir.model.Backend;

/** {@code add}: add a backend to a pool. */
@Command(
        name = "add",
        sortOptions = false,
        header = "Add a backend to a pool.",
        description = "It is used as soon as its health allows.",
        footer = {"  java -jar weir.jar add app 127.0.0.1:9003 --id b3 --weight 2"})
final class AddCommand extends ChangeCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "Where to.")
    private String pool;

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "host:port of the backend.")
    private String address;

    @Option(names = "--id", paramLabel = "ID", description = "Its name in the pool; the address by default.")
    private String id;

    @Option(names = "--weight", paramLabel = "W", description = "From 0 to 256, 1 by default.")
    private double weight = Backend.WEIGHT;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Requests that it may have in flight; no limit by default.")
    private int connectionsMax = Backend.UNLIMITED;

    @Option(names = "--backup", description = "It gets only what no other backend can.")
    private boolean isBackup;

    @Override
    int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, InterruptedException {
        final AddedBackend backend = backend(client);
        client.send("POST", AdminClient.path("pools", pool, "backends"), ApiText.addition(backend), 0);
        out.println(new Target(pool, backend.id()) + " is added");
        return ExitCode.FINE;
    }

    private AddedBackend backend(AdminClient client) {
        try {
            return new AddedBackend(id == null ? address : id, address, weight, connectionsMax, isBackup);
        } catch (IllegalArgumentException e) {
            throw client.usage("--" + e.getMessage());
        }
    }
}
