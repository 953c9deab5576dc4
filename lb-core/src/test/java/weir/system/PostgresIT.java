package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database: 100 MB out of it and back into it, checked on both sides. */
@Tag("system")
@Timeout(120)
final class PostgresIT {
    private static final int LINES = 100_000;
    private static final String LINE = "repeat(md5(i::text), 32)";
    private static final String MD5 = "SELECT md5(string_agg(line || E'\\n', '' ORDER BY n)) FROM lines";

    @AutoClose
    private final Stage stage = new Stage();

    private static String md5(Path file) throws Exception {
        final MessageDigest digest = MessageDigest.getInstance("MD5"); // what PostgreSQL has, too
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void copiesAHundredMegabytesOutAndIn() throws Exception {
        final PostgresPeer postgres = PostgresPeer.start(stage);
        final WeirProcess weir = stage.weir(Yaml.tcp(", balance: least-connections, health: tcp", postgres.port()));
        final int port = weir.port();
        final Path file = stage.add(Folder.make()).path().resolve("lines");
        postgres.psql(
                port,
                "\\copy (SELECT " + LINE + " FROM generate_series(1, " + LINES + ") i) TO " + PostgresPeer.path(file));
        assertTrue(Files.size(file) > 100_000_000, "not a hundred megabytes");
        postgres.psql(
                port,
                "CREATE UNLOGGED TABLE lines (n serial, line text)",
                "\\copy lines (line) FROM " + PostgresPeer.path(file));
        final List<String> made = postgres.psql(
                postgres.port(),
                "SELECT md5(string_agg(" + LINE + " || E'\\n', '' ORDER BY i)) FROM generate_series(1, " + LINES
                        + ") i");
        assertEquals(made, postgres.psql(postgres.port(), MD5), "what came in is what was made");
        assertEquals(made, List.of(md5(file)), "what came out is what was made");
        assertEquals(List.of("" + LINES), postgres.psql(port, "SELECT count(*) FROM lines"));
    }
}
