package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/**
 * A key and a certificate of its own (ECDSA P-256), the same for all proxies: in two files, and in one as HAProxy wants
 * it. Any thread.
 */
final class Certificate {
    private static final int SECONDS_MAX = 10;
    private static final String DAYS = "2";

    private Certificate() {}

    static void make(Workspace workspace) throws IOException, InterruptedException {
        final Path key = workspace.directory().resolve("key.pem");
        final Path certificate = workspace.directory().resolve("certificate.pem");
        final List<String> command = List.of(
                Tool.OPENSSL.require(),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString(),
                "-days",
                DAYS,
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1");
        workspace.run("openssl", command, SECONDS_MAX);
        final String both = Files.readString(certificate) + Files.readString(key);
        Files.writeString(workspace.directory().resolve("both.pem"), both);
    }
}
