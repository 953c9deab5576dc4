package weir.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.tinylog.Logger;
import weir.config.FileReason;
import weir.model.OperatorState;

/**
 * The file in which operators' changes outlast a restart. It is replaced as a whole: at any moment, even if the power
 * fails, it holds the state before a change or the state after it. Thread: {@link #save} by one at a time, never a
 * loop; the rest by any.
 */
public final class StateFile {
    private final Path path;
    /** What is on the disk. */
    private OperatorState written;

    private volatile String trouble;
    private volatile long writes;
    private volatile long failures;

    /** @param written what it holds now; {@link OperatorState#NONE} when it is not there */
    public StateFile(Path path, OperatorState written) {
        this.path = path.toAbsolutePath();
        this.written = written;
    }

    public Path path() {
        return path;
    }

    /** Why it could not be written, as far as that can be told without trying; null = it could. */
    public static String obstacle(Path path) {
        final String reason = FileReason.obstacle(path);
        return reason == null ? null : path + ": " + reason;
    }

    /**
     * Has the file hold that state, and returns when the disk has it. Costs nothing when it does already.
     *
     * @return null, or why it does not
     */
    public String save(OperatorState state) {
        if (!state.equals(written)) {
            try {
                replace(StateJson.text(state));
                succeed(state);
            } catch (IOException | RuntimeException e) { // what is not kept shall not end the thread
                fail(FileReason.of(e));
            }
        } else if (trouble != null) {
            succeed(state); // what could not be kept was taken back
        }
        return trouble;
    }

    private void succeed(OperatorState state) {
        written = state;
        writes++;
        if (trouble != null) {
            trouble = null;
            Logger.info("state file {} holds everything again", path);
        }
    }

    private void fail(String reason) {
        failures++;
        if (!reason.equals(trouble)) { // it may stay like that for long, and each change tries again
            Logger.error("state file {} cannot be written, changes will not outlast a restart: {}", path, reason);
        }
        trouble = reason;
    }

    /**
     * A new file beside it takes its name. Who could write into the directory cannot have that new file lead elsewhere,
     * because it is never one that exists.
     */
    private void replace(byte[] text) throws IOException {
        final Path next = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(next); // from a Weir that was killed in the middle of this
        try (FileChannel file = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true); // the new name, too, outlasts a loss of power
        }
    }

    /** Why the last changes are not on the disk; null = they are. */
    public String trouble() {
        return trouble;
    }

    /** How often it was written. */
    public long writes() {
        return writes;
    }

    /** How often that failed. */
    public long failures() {
        return failures;
    }
}
