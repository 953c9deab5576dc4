package weir.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.testkit.NamedPipe;

@Timeout(30)
final class BoundedFileTest {
    @TempDir
    Path folder;

    private static void expectsRefusal(UnreadableFileException.Why why, String found, Path path) {
        final UnreadableFileException refusal =
                assertThrows(UnreadableFileException.class, () -> BoundedFile.read(path, 4));
        assertEquals(why, refusal.why());
        assertEquals(found, refusal.getMessage());
    }

    @Test
    void readsAFileUpToItsBoundAndNoLargerOne() throws Exception {
        final Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3, 4});
        assertArrayEquals(new byte[] {1, 2, 3, 4}, BoundedFile.read(file, 4));
        assertArrayEquals(
                new byte[] {1, 2, 3, 4}, BoundedFile.read(Files.createSymbolicLink(folder.resolve("link"), file), 4));
        Files.write(file, new byte[5]);
        expectsRefusal(UnreadableFileException.Why.TOO_LARGE, "a file that is too large", file);
    }

    /** Such as those of /proc, which say that they have none. */
    @Test
    void believesNoSizeOfAFile() {
        expectsRefusal(UnreadableFileException.Why.TOO_LARGE, "a file that is too large", Path.of("/proc/self/status"));
    }

    @Test
    void opensNothingThatIsNoRegularFile() throws Exception {
        expectsRefusal(UnreadableFileException.Why.OTHER_KIND, "a named pipe", NamedPipe.make(folder.resolve("pipe")));
        expectsRefusal(
                UnreadableFileException.Why.OTHER_KIND,
                "a named pipe",
                Files.createSymbolicLink(folder.resolve("link"), folder.resolve("pipe")));
        expectsRefusal(UnreadableFileException.Why.OTHER_KIND, "a directory", folder);
        expectsRefusal(UnreadableFileException.Why.OTHER_KIND, "a device", Path.of("/dev/zero"));
        final Path socket = folder.resolve("socket");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            expectsRefusal(UnreadableFileException.Why.OTHER_KIND, "a socket", socket);
        }
    }

    @Test
    void saysWhatIsNotThere() throws IOException {
        expectsRefusal(UnreadableFileException.Why.MISSING, "no file", folder.resolve("none"));
        expectsRefusal(
                UnreadableFileException.Why.MISSING,
                "no file",
                Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none")));
        final Path file = Files.write(folder.resolve("file"), new byte[1]);
        expectsRefusal(UnreadableFileException.Why.MISSING, "no file", file.resolve("below"));
        expectsRefusal(
                UnreadableFileException.Why.MISSING,
                "no file",
                file.resolve("far").resolve("below"));
    }

    /** Each who reads passes the reason on. */
    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        final Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        final UnreadableFileException refusal =
                assertThrows(UnreadableFileException.class, () -> BoundedFile.read(loop, 4));
        assertEquals(UnreadableFileException.Why.UNREAD, refusal.why());
        final String found = refusal.getMessage();
        assertTrue(found.startsWith("a file that cannot be read (Too many levels of symbolic links"), found);
    }

    @Test
    void readsFromAPipeWhereOneIsAccepted() throws Exception {
        final Path pipe = NamedPipe.make(folder.resolve("pipe"));
        NamedPipe.write(pipe, new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, BoundedFile.readFileOrPipe(pipe, 4));
        NamedPipe.write(pipe, new byte[5]);
        assertEquals(
                UnreadableFileException.Why.TOO_LARGE,
                assertThrows(UnreadableFileException.class, () -> BoundedFile.readFileOrPipe(pipe, 4))
                        .why());
        assertEquals(
                "a device",
                assertThrows(UnreadableFileException.class, () -> BoundedFile.readFileOrPipe(Path.of("/dev/zero"), 4))
                        .getMessage());
    }
}
