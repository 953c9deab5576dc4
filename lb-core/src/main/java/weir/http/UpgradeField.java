package weir.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import weir.buf.Ascii;
import weir.buf.Swar;

/**
 * The Upgrade field: a list of protocols, each with a version or without (RFC 9110 §7.8). It allocates; upgrades are
 * rare. Any thread.
 */
final class UpgradeField {
    private static final byte[] CONNECTION_LINE = Ascii.bytes("Connection: upgrade\r\n");

    private UpgradeField() {}

    /** Lets the first line of it, dropped as any that concerns one hop, go on to the next hop after all. */
    static void passOn(HeadView head, HeadEdit edit) {
        edit.add(CONNECTION_LINE);
        head.keep(head.indexOf(FieldName.UPGRADE));
    }

    /** All lines of it as one list; empty when there is none. */
    static String text(HeadView head, ByteBuffer in) {
        final StringBuilder list = new StringBuilder();
        for (int line = head.indexOf(FieldName.UPGRADE); line >= 0; line = head.indexOf(FieldName.UPGRADE, line + 1)) {
            list.append(Ascii.text(in, head.valueStart(line), head.valueEnd(line)))
                    .append(',');
        }
        return list.toString();
    }

    /**
     * Names of protocols, each a token, with another one for its version or without; there may be empty elements, but
     * not only those.
     */
    static boolean isList(ByteBuffer in, int from, int to) {
        boolean hasProtocol = false;
        int at = from;
        while (at < to) {
            final int name = Ascii.skipBlanks(in, at, to);
            at = Swar.skipToken(in, name, to);
            if (at > name) {
                hasProtocol = true;
                if (at < to && in.get(at) == '/') {
                    final int version = at + 1;
                    at = Swar.skipToken(in, version, to);
                    if (at == version) {
                        return false;
                    }
                }
            }
            at = Ascii.skipBlanks(in, at, to);
            if (at < to && in.get(at++) != ',') {
                return false;
            }
        }
        return hasProtocol;
    }

    /** {@code chosen} has at least one protocol, and none that {@code offer} does not have. */
    static boolean isAmong(String offer, String chosen) {
        final List<String> protocols = protocols(chosen);
        return !protocols.isEmpty() && protocols(offer).containsAll(protocols);
    }

    private static List<String> protocols(String list) {
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split(","))
                .map(String::trim)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }
}
