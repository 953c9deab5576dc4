package weir.bench.compare;

import java.io.IOException;
import java.util.Optional;

/** Puts load on one server for some seconds. Thread: the command's own. */
interface LoadSource {
    Answers run(Server server, int seconds) throws IOException, InterruptedException;

    /** What others saw of the load that was the last to run, where there were any. */
    default Optional<Answers> beside() {
        return Optional.empty();
    }
}
