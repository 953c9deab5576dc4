package weir.app;

import picocli.CommandLine.Command;
import weir.model.AdminState;

/** {@code ready}: take a backend back in after drain or maintenance. */
@Command(
        name = "ready",
        sortOptions = false,
        header = "Take a backend back in after drain or maintenance.",
        description = "After maintenance it is checked first.",
        footer = {"  java -jar weir.jar ready app/127.0.0.1:9001"})
final class ReadyCommand extends StateCommand {
    ReadyCommand() {
        super(AdminState.READY);
    }
}
