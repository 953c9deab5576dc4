package weir.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a configuration from a file. Blocks on the disk, and on the name service where the file names hosts. */
public final class ConfigFile {
    private ConfigFile() {}

    /** Never throws for what the path or the file is like. Names the file in messages as the path does. */
    public static ConfigResult read(Path path) {
        final String file = path.toString();
        if (Files.isDirectory(path)) {
            return ConfigResult.refused(file, 0, "a directory", "a YAML or JSON file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            final byte[] bytes = in.readNBytes(ConfigText.BYTES_MAX + 1); // one more shows that there is more
            return bytes.length > ConfigText.BYTES_MAX ? ConfigText.tooLarge(file) : decode(file, bytes);
        } catch (NoSuchFileException e) {
            return ConfigResult.refused(file, 0, "no such file", "the path of a YAML or JSON file");
        } catch (AccessDeniedException e) {
            return ConfigResult.refused(file, 0, "a file that may not be read", "a readable file");
        } catch (IOException e) {
            return ConfigResult.refused(
                    file, 0, "a file that cannot be read (" + Quoted.reason(e.getMessage()) + ")", "a readable file");
        }
    }

    private static ConfigResult decode(String file, byte[] bytes) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final CharBuffer out = CharBuffer.allocate(bytes.length);
        final CoderResult end = decoder.decode(in, out, true);
        if (end.isError()) {
            return ConfigResult.refused(
                    file, lineAt(bytes, in.position()), "bytes that are not UTF-8", "text in UTF-8");
        }
        return ConfigText.read(file, out.flip().toString());
    }

    private static int lineAt(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
