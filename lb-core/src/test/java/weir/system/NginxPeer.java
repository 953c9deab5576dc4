package weir.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx as an origin: static files, and PUT if it has the module for that. Everything it writes is in its own folder. */
record NginxPeer(Folder folder, int port, boolean takesPut) {
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 256; }
            http {
              access_log off;
              sendfile on;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:%d;
                root files;
                client_max_body_size 64m;
                %s
              }
            }
            """;

    /** Serves {@code files} of its folder; what is put to {@code /put/NAME} becomes {@code files/put/NAME}. */
    static NginxPeer start(Stage stage) throws IOException {
        final Path nginx = Peers.require("nginx");
        final boolean takesPut = hasDav(nginx);
        final Folder folder = stage.add(Folder.make());
        Files.createDirectories(folder.path().resolve("files/put"));
        final int port = FreePort.find();
        final String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        final String put = takesPut ? "location /put/ { dav_methods PUT; }" : "";
        folder.write("nginx.conf", user + CONFIGURATION.formatted(port, put));
        final String prefix = folder.path().toString();
        stage.add(Child.start(
                List.of(nginx.toString(), "-p", prefix, "-c", prefix + "/nginx.conf", "-e", prefix + "/error.log")));
        await("nginx").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return new NginxPeer(folder, port, takesPut);
    }

    private static boolean hasDav(Path nginx) throws IOException {
        try (Child version = Child.start(List.of(nginx.toString(), "-V"))) {
            version.awaitEnd();
            return version.err().toString().contains("--with-http_dav_module");
        }
    }

    Path file(String name) {
        return folder.path().resolve("files").resolve(name);
    }
}
