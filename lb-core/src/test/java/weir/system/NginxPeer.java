package weir.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weir.testkit.TlsFixtures;

/**
 * nginx as an origin: static files, and PUT if it has the module for that. Everything it writes is in its own folder.
 */
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
                listen %s;
                root files;
                client_max_body_size 64m;
                %s
              }
            }
            """;

    /** Its port. It wants a PROXY header, and says in each response who the client is. */
    static int startAskedForProxyHeaders(Stage stage) throws IOException {
        final int port = FreePort.find();
        start(
                stage,
                "127.0.0.1:" + port + " proxy_protocol",
                "location / { return 200 \"client $proxy_protocol_addr\"; }");
        await("nginx").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return port;
    }

    /**
     * Its port. It speaks TLS as localhost, asks who the client is, and says in each response whom it was asked for and
     * who has asked.
     */
    static int startWithTls(Stage stage) throws IOException {
        final int port = FreePort.find();
        start(stage, "127.0.0.1:" + port + " ssl", """
                ssl_certificate '%s'; ssl_certificate_key '%s';
                ssl_protocols TLSv1.2 TLSv1.3;
                ssl_client_certificate '%s'; ssl_verify_client optional;
                location / { return 200 "by $ssl_server_name from $ssl_client_s_dn"; }
                """.formatted(
                        TlsFixtures.file("localhost.pem"),
                        TlsFixtures.file("localhost-key.pem"),
                        TlsFixtures.file("authority.pem")));
        await("nginx").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return port;
    }

    /** At a Unix socket in its folder, {@code nginx.sock}. */
    static Path startAtUnixSocket(Stage stage) throws IOException {
        final Folder folder = start(stage, "unix:nginx.sock", "location / { return 200 \"from a socket\"; }");
        final Path socket = folder.path().resolve("nginx.sock");
        await("nginx").atMost(Child.PATIENCE).until(() -> Files.exists(socket));
        return socket;
    }

    private static Folder start(Stage stage, String listen, String more) throws IOException {
        final Folder folder = stage.add(Folder.make());
        Files.createDirectories(folder.path().resolve("files/put"));
        start(stage, folder, listen, more);
        return folder;
    }

    private static void start(Stage stage, Folder folder, String listen, String more) throws IOException {
        final String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        final String prefix = folder.path().toString();
        final String absolute = listen.replace("unix:", "unix:" + prefix + "/");
        folder.write("nginx.conf", user + CONFIGURATION.formatted(absolute, more));
        stage.add(Child.start(List.of(
                Peers.require("nginx").toString(),
                "-p",
                prefix,
                "-c",
                prefix + "/nginx.conf",
                "-e",
                prefix + "/error.log")));
    }

    /** Serves {@code files} of its folder; what is put to {@code /put/NAME} becomes {@code files/put/NAME}. */
    static NginxPeer start(Stage stage) throws IOException {
        final Path nginx = Peers.require("nginx");
        final boolean takesPut = hasDav(nginx);
        final int port = FreePort.find();
        final String put = takesPut ? "location /put/ { dav_methods PUT; }" : "";
        final Folder folder = start(stage, "127.0.0.1:" + port, put);
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
