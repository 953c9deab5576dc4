package weir.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks, or a file of them, which is read again when it changes.
 *
 * @param file null = the networks stand in the configuration
 * @param networks those that the file had when the configuration was read
 */
public record NetworkSource(Path file, List<AddressRange> networks) {
    /** A hundred thousand networks of IPv6 have 4 MB. */
    public static final int FILE_BYTES_MAX = 16 << 20;

    private static final int SHOWN_CHARS_MAX = 60;

    public NetworkSource {
        networks = Given.list("networks", networks);
    }

    public static NetworkSource of(AddressRange network) {
        return new NetworkSource(null, List.of(network));
    }

    /**
     * What a file says: a network in each line, and what follows a {@code #} is a comment.
     *
     * @throws IllegalArgumentException names the first line that is none
     */
    public static List<AddressRange> parse(String text) {
        final List<AddressRange> networks = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            final int comment = line.indexOf('#');
            final String written = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!written.isEmpty()) {
                final AddressRange network = AddressRange.parse(written);
                if (network == null) {
                    final String shown = written.substring(0, Math.min(SHOWN_CHARS_MAX, written.length()));
                    throw new IllegalArgumentException("line " + number + " with \"" + shown + "\"");
                }
                networks.add(network);
            }
        }
        return networks;
    }
}
