package weir.system;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** {@code python3 -m http.server}: HTTP/1.0, one request per connection, bodies that end with the connection. */
record PythonPeer(Child child, Folder folder, int port) implements Closeable {
    static final String TEXT = "from python\n";

    /** Serves {@code /hello.txt}. */
    static PythonPeer start() throws Exception {
        final String python = Peers.require("python3").toString();
        final Folder folder = Folder.make();
        folder.write("hello.txt", TEXT);
        final int port = FreePort.find();
        final Child child = Child.start(
                List.of(python, "-m", "http.server", Integer.toString(port), "--bind", "127.0.0.1"), folder.path());
        final PythonPeer peer = new PythonPeer(child, folder, port);
        await("python's http.server").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return peer;
    }

    @Override
    public void close() throws IOException {
        child.close();
        folder.close();
    }
}
