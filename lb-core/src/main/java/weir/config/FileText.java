package weir.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a file says, or why it says nothing. Reading blocks on the disk.
 *
 * @param text null after a problem
 * @param problem null when there is none
 */
record FileText(String text, ConfigProblem problem) {
    private static final String ACCEPTED = "a YAML or JSON file";

    /** Never throws for what the path or the file is like. Names the file in messages as the path does. */
    static FileText read(Path path, int bytesMax) {
        if (Files.isDirectory(path)) {
            return refused(path, "a directory", ACCEPTED);
        }
        try (InputStream in = Files.newInputStream(path)) {
            final byte[] bytes = in.readNBytes(bytesMax + 1); // one more shows that there is more
            return bytes.length > bytesMax ? tooLarge(path, bytesMax) : decode(path, bytes);
        } catch (NoSuchFileException e) {
            return refused(path, "no such file", "the path of " + ACCEPTED);
        } catch (IOException e) {
            return refused(path, FileReason.unread(e), "a readable file");
        }
    }

    private static FileText tooLarge(Path path, int bytesMax) {
        return refused(path, "a file that is too large", "at most " + Units.SIZE.show(bytesMax));
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
