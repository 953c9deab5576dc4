package weir.app;

import picocli.CommandLine.Command;
import weir.model.AdminState;

/** {@code maintenance}: leave a backend alone: no requests, no checks. */
@Command(
        name = "maintenance",
        sortOptions = false,
        header = "Leave a backend alone: no requests, no checks.",
        description = "What is under way there goes on.",
        footer = {"  java -jar weir.jar maintenance app/127.0.0.1:9001"})
final class MaintenanceCommand extends StateCommand {
    MaintenanceCommand() {
        super(AdminState.MAINTENANCE);
    }
}
