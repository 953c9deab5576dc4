package weir.config.value;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;
import weir.model.AddressRange;
import weir.model.NetworkSource;

/** A network, or {@code file:} and the path of a file that has some. */
public final class NetworkSourceText implements ValueType<NetworkSource> {
    private static final String FILE = "file:";

    @Override
    public NetworkSource read(Location location) {
        final String text = location.text();
        if (text != null && text.startsWith(FILE)) {
            return readFile(location, text.substring(FILE.length()));
        }
        final AddressRange range = text == null ? null : AddressRange.parse(text);
        return range == null ? location.refuse(accepted()) : NetworkSource.of(range);
    }

    private NetworkSource readFile(Location location, String path) {
        try {
            final Path file = Path.of(path);
            final String content =
                    new String(BoundedFile.read(file, NetworkSource.FILE_BYTES_MAX), StandardCharsets.UTF_8);
            return new NetworkSource(file, NetworkSource.parse(content));
        } catch (InvalidPathException e) {
            return location.refuse(accepted());
        } catch (UnreadableFileException | IllegalArgumentException e) {
            return location.refuse(e.getMessage() + " at " + Quoted.text(path), "a file with a network in each line");
        }
    }

    @Override
    public String accepted() {
        return "a network such as 10.0.0.0/8 or 2001:db8::/32, unix, or file:PATH with one in each line";
    }

    @Override
    public String show(NetworkSource value) {
        return value.file() == null ? value.networks().get(0).text() : FILE + value.file();
    }
}
