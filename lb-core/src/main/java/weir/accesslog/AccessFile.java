package weir.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import weir.time.Clock;

/**
 * The file that lines are appended to. When it has been moved or deleted, which is how logs are rotated, a new one is
 * made within a second; no signal is needed. After a failure it is opened anew, and a line that was cut by the failure
 * is ended, so that the next one stands alone.
 *
 * <p>A pipe is opened for both ways, though nothing is read: so neither opening it waits for a reader, nor does a
 * reader that is restarted break it. One without a reader fills up, and then writing blocks, which costs the lines
 * that come meanwhile.
 *
 * <p>Thread: opened by the one that starts, then the writer's.
 */
final class AccessFile implements LogTarget {
    private static final long LOOK_EVERY_NS = 1_000_000_000;
    private static final Set<StandardOpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> BOTH_WAYS = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** Null = standard output. */
    private final Path path;

    private final Clock clock;
    private FileChannel channel;
    /** Which file is open, whatever its name is now. */
    private Object identity;

    private long lookedNs;
    /** The last byte in the file is not a line's last. */
    private boolean isTorn;

    AccessFile(Path path, Clock clock) throws IOException {
        this.path = path;
        this.clock = clock;
        open();
    }

    private void open() throws IOException {
        if (path == null) {
            channel = new FileOutputStream(FileDescriptor.out).getChannel();
        } else {
            channel = FileChannel.open(path, isNoFile(path) ? BOTH_WAYS : APPEND);
            identity = identity();
        }
        lookedNs = clock.nowNs();
        isTorn &= channel.size() > 0;
    }

    /** A pipe or a device, which have no end to append to. */
    static boolean isNoFile(Path path) {
        return path == null || Files.exists(path) && !Files.isRegularFile(path);
    }

    /** Null when the name leads to no file. */
    private Object identity() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Looks, once a second at most, whether the name still leads to the file that is open; if not, opens another. */
    @Override
    public void prepare() throws IOException {
        if (channel == null || path == null || clock.nowNs() - lookedNs < LOOK_EVERY_NS) {
            return;
        }
        lookedNs = clock.nowNs();
        final Object found = identity();
        if (found == null || !Objects.equals(found, identity)) {
            close();
            open();
        }
    }

    /** A line is lost sooner than kept: a disk that is full may stay so. */
    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void reopen() throws IOException {
        if (path != null) {
            close();
            open();
        }
    }

    @Override
    public int write(ByteBuffer lines) throws IOException {
        if (channel == null) {
            open();
        }
        if (isTorn) {
            writeAll(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        writeAll(lines);
        return 0;
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        final int start = bytes.position();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            close();
            throw e;
        } finally {
            if (bytes.position() > start) {
                isTorn = bytes.get(bytes.position() - 1) != '\n';
            }
        }
    }

    /** Standard output is not ours to close. */
    @Override
    public void close() {
        if (channel != null && path != null) {
            try {
                channel.close();
            } catch (IOException e) {
                assert !channel.isOpen() : "the descriptor is released even so";
            }
            channel = null;
        }
    }
}
