package weir.config;

import java.net.InetAddress;
import org.yaml.snakeyaml.nodes.Node;
import weir.config.section.LegacySection;
import weir.config.section.RootSection;
import weir.config.value.HostLookup;
import weir.config.value.Location;
import weir.config.value.ParseContext;
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
        final ParseContext context = new ParseContext(lookup);
        final Node root = YamlTree.of(text, BYTES_MAX, "listeners and pools", context);
        return Results.of(file, context, root == null ? null : read(Location.top(context, root)));
    }

    static ConfigResult tooLarge(String file) {
        return ConfigResult.refused(file, 0, "a file that is too large", "at most " + Units.SIZE.show(BYTES_MAX));
    }

    private static Configuration read(Location top) {
        return LegacySection.isLegacy(top) ? LEGACY.read(top) : ROOT.read(top);
    }
}
