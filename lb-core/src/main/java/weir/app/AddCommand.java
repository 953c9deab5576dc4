package weir.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.admin.ApiText;

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
    private Double weight;

    @Override
    int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, InterruptedException {
        client.send("POST", AdminClient.path("pools", pool, "backends"), ApiText.addition(address, id, weight), 0);
        out.println(new Target(pool, id == null ? address : id) + " is added");
        return ExitCode.FINE;
    }
}
