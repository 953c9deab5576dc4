package weir.app;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import weir.config.ConfigProblem;
import weir.config.StateText;
import weir.control.StateFile;
import weir.model.OperatorState;
import weir.text.OneLine;

/**
 * What operators had changed before Weir was started. A state file that cannot be understood is never passed over: Weir
 * writes it as a whole or not at all, so either somebody has edited it, and is there to mend it, or it is another file,
 * which must not be overwritten. And a backend that is in maintenance for a good reason must not get requests because
 * of it. Thread: the one that starts.
 */
final class SavedState {
    private SavedState() {}

    /**
     * Nothing when there is no state file.
     *
     * @param path null = none
     */
    static Optional<OperatorState> read(Path path) throws StartFailure {
        if (path == null) {
            return Optional.empty();
        }
        final String obstacle = StateFile.obstacle(path);
        if (obstacle != null) {
            throw new StartFailure("state-file", OneLine.of(obstacle));
        }
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(OperatorState.NONE); // the first start
        }
        final StateText.Result result = StateText.read(path);
        if (result.isRefused()) {
            throw new StartFailure(
                    "state-file",
                    result.problems().stream()
                            .map(ConfigProblem::text)
                            .collect(Collectors.joining(
                                    "\n",
                                    "",
                                    "\nmend the state file, or remove it to start as the configuration says")));
        }
        return Optional.of(result.state());
    }
}
