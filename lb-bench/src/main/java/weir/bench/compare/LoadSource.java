package weir.bench.compare;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Puts load on a server for some seconds. Thread: the command's own. */
interface LoadSource {
    Answers run(Server server, int seconds) throws IOException, InterruptedException;

    /** On all of them at the same time; most can do but one. @return in the order of the servers */
    default List<Answers> run(List<Server> servers, int seconds) throws IOException, InterruptedException {
        assert servers.size() == 1 : servers;
        return List.of(run(servers.get(0), seconds));
    }

    /** What others saw of the load that was the last to run, where there were any. */
    default Optional<Answers> beside() {
        return Optional.empty();
    }
}
