package weir.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;

/** {@code python3 -m http.server}: HTTP/1.0, one request per connection, bodies that end with the connection. */
record PythonPeer(int port) {
    static final String TEXT = "from python\n";

    /** Serves {@code /hello.txt}. */
    static PythonPeer start(Stage stage) throws IOException {
        final String python = Peers.require("python3").toString();
        final Folder folder = stage.add(Folder.make());
        folder.write("hello.txt", TEXT);
        final int port = FreePort.find();
        stage.add(Child.start(
                List.of(python, "-m", "http.server", Integer.toString(port), "--bind", "127.0.0.1"), folder.path()));
        await("python's http.server").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return new PythonPeer(port);
    }
}
