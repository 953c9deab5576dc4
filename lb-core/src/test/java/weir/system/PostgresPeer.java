package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server on a database of its own, without any safety of its data: it is soon gone. */
record PostgresPeer(Folder folder, int port) {
    /** It refuses to run as root. */
    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private static final String USER = "postgres";

    static PostgresPeer start(Stage stage) throws IOException {
        final Path programs = programs();
        final Folder folder = stage.add(Folder.make());
        final String data = folder.path().resolve("data").toString();
        if (IS_ROOT) {
            Files.setOwner(
                    folder.path(),
                    folder.path()
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(USER));
        }
        final int port = FreePort.find();
        run(asUser(programs.resolve("initdb"), "-D", data, "-U", USER, "-A", "trust", "-N", "--no-locale"), folder);
        final List<String> server = asUser(
                programs.resolve("postgres"),
                "-D",
                data,
                "-p",
                "" + port,
                "-h",
                "127.0.0.1",
                "-k",
                "",
                "-F",
                "-c",
                "wal_level=minimal",
                "-c",
                "max_wal_senders=0",
                "-c",
                "full_page_writes=off");
        stage.add(Child.start(server, folder.path()));
        await("postgres").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return new PostgresPeer(folder, port);
    }

    /** Debian keeps those of the server off the path. */
    private static Path programs() throws IOException {
        final Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Peers.require("initdb").getParent();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return Peers.require(
                            all.max(Comparator.naturalOrder()).orElse(versions).resolve("bin/initdb"))
                    .getParent();
        }
    }

    private static List<String> asUser(Path program, String... arguments) {
        final List<String> command = new ArrayList<>();
        if (IS_ROOT) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(List<String> command, Folder folder) throws IOException {
        try (Child child = Child.start(command, folder.path())) {
            assertEquals(0, child.awaitEnd(), child::toString);
        }
    }

    /** What psql prints for it, unaligned and without headers. */
    List<String> psql(int throughPort, String... commands) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Peers.require("psql").toString(),
                "-XAtq",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-U",
                USER,
                "-p",
                "" + throughPort,
                "-d",
                USER));
        for (String one : commands) {
            command.add("-c");
            command.add(one);
        }
        try (Child child = Child.start(command, folder.path())) {
            assertEquals(0, child.awaitEnd(), child::toString);
            return List.copyOf(child.out());
        }
    }

    static String path(Path file) {
        return "'" + file.toString().replace(File.separatorChar, '/') + "'";
    }
}
