package weir.bench.compare;

import java.io.IOException;

/** Puts load on one server for some seconds. Thread: the command's own. */
interface LoadSource {
    Answers run(Server server, int seconds) throws IOException, InterruptedException;
}
