package weir.config;

import java.net.InetAddress;
import org.yaml.snakeyaml.nodes.Node;
import weir.config.section.LegacySection;
import weir.config.section.RootSection;
import weir.config.value.HostLookup;
import weir.config.value.Place;
import weir.config.value.Reading;
import weir.config.value.Units;
import weir.model.Configuration;

/** Reads a configuration from text. Blocks on the name service where the text names hosts. */
public final class ConfigText {
    /** A pool of ten thousand backends fits in several times. */
    static final int BYTES_MAX = 1 << 20;

    private static final RootSection ROOT = new RootSection();
    private static final LegacySection LEGACY = new LegacySection();

    private ConfigText() {}

    /**
     * Never throws for what the text is like.
     *
     * @param file stands in messages where the name of a file would
     */
    public static ConfigResult read(String file, String text) {
        return read(file, text, InetAddress::getByName);
    }

    static ConfigResult read(String file, String text, HostLookup lookup) {
        if (text.length() > BYTES_MAX) {
            return tooLarge(file);
        }
        final Reading reading = new Reading(lookup);
        final Node root = YamlTree.of(text, BYTES_MAX, "listeners and pools", reading);
        return Results.of(file, reading, root == null ? null : read(Place.top(reading, root)));
    }

    static ConfigResult tooLarge(String file) {
        return ConfigResult.refused(file, 0, "a file that is too large", "at most " + Units.SIZE.show(BYTES_MAX));
    }

    private static Configuration read(Place top) {
        return LegacySection.isLegacy(top) ? LEGACY.read(top) : ROOT.read(top);
    }
}
