package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners and backends at Unix sockets: curl before, nginx behind. */
@Tag("system")
@Timeout(90)
final class UnixSocketIT {
    @AutoClose
    private final Stage stage = new Stage();

    private String curl(Path socket) throws IOException {
        final Child curl = stage.add(Child.start(
                List.of(Peers.require("curl").toString(), "-sS", "--unix-socket", socket.toString(), "http://test/")));
        assertEquals(0, curl.awaitEnd(), curl::toString);
        return String.join("\n", curl.out());
    }

    private static String yaml(Path listener, String mode, Path backend) {
        return """
                loops: 2
                log: {access: access.log}
                listeners:
                  tcp: {bind: 127.0.0.1:0, pool: app}
                  web: {bind: "unix:%s", socket-mode: 600, mode: %s, pool: app}
                pools:
                  app: {backends: [{id: a, address: "unix:%s"}], health: {type: http, path: /, interval: 100ms}}
                """.formatted(listener, mode, backend);
    }

    @Test
    void curlReachesNginxOverTwoSocketsAndTheFileComesAndGoes() throws Exception {
        final Path backend = NginxPeer.startAtUnixSocket(stage);
        final Path socket = stage.add(Folder.make()).path().resolve("weir.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket)); // leaves its file behind
        }
        for (String mode : new String[] {"http", "tcp"}) {
            final WeirProcess weir = stage.weir(yaml(socket, mode, backend));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            for (int i = 0; i < 10; i++) {
                assertEquals("from a socket", curl(socket));
            }
            assertEquals("from a socket", RawClient.getOnce(weir.port(), "/").text());
            weir.terminate();
            assertEquals(0, weir.awaitEnd());
            assertFalse(Files.exists(socket, LinkOption.NOFOLLOW_LINKS), "the file is left behind");
        }
    }

    @Test
    void neverTakesASocketOrAFileAwayFromAnybody() throws Exception {
        final Folder folder = stage.add(Folder.make());
        final Path socket = folder.path().resolve("live.sock");
        final Path file = folder.write("file", "precious");
        try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            live.bind(UnixDomainSocketAddress.of(socket));
            expectsFailure(folder, socket, "is in use");
            expectsFailure(folder, file, "there is a file that is no socket");
        }
        assertEquals("precious", Files.readString(file));
    }

    private void expectsFailure(Folder folder, Path bind, String why) throws IOException {
        final String yaml = folder.write("weir.yaml", yaml(bind, "http", bind)).toString();
        final Child weir = stage.add(Child.start(Jar.command(WeirProcess.USUAL, List.of("run", yaml)), folder.path()));
        assertEquals(2, weir.awaitEnd());
        assertTrue(
                weir.err().toString().contains("listeners.web.bind: unix:" + bind)
                        && weir.err().toString().contains(why),
                weir::toString);
    }
}
