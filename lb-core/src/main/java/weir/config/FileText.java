package weir.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import weir.config.value.Units;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;

/**
 * What a file says, or why it says nothing. Reading blocks on the disk.
 *
 * @param text null after a problem
 * @param problem null when there is none
 */
record FileText(String text, ConfigProblem problem) {
    /**
     * Reads a configuration, which may come through a pipe as well. Never throws for what the path or the file is like.
     * Names the file in messages as the path does.
     */
    static FileText ofConfiguration(Path path, int bytesMax) {
        return read(path, bytesMax, true, "a YAML or JSON file");
    }

    /** Reads a file in which Weir keeps what it knows. */
    static FileText ofState(Path path, int bytesMax) {
        return read(path, bytesMax, false, "a state file of Weir");
    }

    private static FileText read(Path path, int bytesMax, boolean mayBePipe, String accepted) {
        try {
            return decode(
                    path, mayBePipe ? BoundedFile.readFileOrPipe(path, bytesMax) : BoundedFile.read(path, bytesMax));
        } catch (UnreadableFileException e) {
            return switch (e.why()) {
                case MISSING -> refused(path, "no such file", "the path of " + accepted);
                case OTHER_KIND -> refused(path, e.getMessage(), accepted);
                case TOO_LARGE -> refused(path, e.getMessage(), "at most " + Units.SIZE.show(bytesMax));
                default -> refused(path, e.getMessage(), "a readable file");
            };
        }
    }

    private static FileText refused(Path path, String found, String accepted) {
        return refused(path, 0, found, accepted);
    }

    private static FileText refused(Path path, int line, String found, String accepted) {
        return new FileText(null, new ConfigProblem(path.toString(), line, "", found, accepted));
    }

    private static FileText decode(Path path, byte[] bytes) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final CharBuffer out = CharBuffer.allocate(bytes.length);
        return decoder.decode(in, out, true).isError()
                ? refused(path, lineAt(bytes, in.position()), "bytes that are not UTF-8", "text in UTF-8")
                : new FileText(out.flip().toString(), null);
    }

    private static int lineAt(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
