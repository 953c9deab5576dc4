package weir.accesslog;

/** What a client has sent, made fit to stand in quotes in a line. Thread: the writer's. */
final class Escape {
    private static final String LOWER = "0123456789abcdef";
    private static final String UPPER = "0123456789ABCDEF";

    private final Lines out;

    Escape(Lines out) {
        this.out = out;
    }

    /** With {@code \"}, {@code \\}, and {@code \xNN} for all that is not printable ASCII. */
    void quoted(AccessRecord record, int slot) {
        for (int i = 0; i < record.length(slot); i++) {
            quoted(record.at(slot, i));
        }
    }

    /** The same for one byte. */
    void quoted(byte b) {
        if (b == '"' || b == '\\') {
            out.write('\\');
            out.write(b);
        } else if (isPrintable(b)) {
            out.write(b);
        } else {
            hex(b, LOWER);
        }
    }

    /** As nginx does by default: with {@code \xNN} for these two as well, in capitals. */
    void hex(AccessRecord record, int slot) {
        for (int i = 0; i < record.length(slot); i++) {
            final byte b = record.at(slot, i);
            if (isPrintable(b) && b != '"' && b != '\\') {
                out.write(b);
            } else {
                hex(b, UPPER);
            }
        }
    }

    private static boolean isPrintable(byte b) {
        return b >= ' ' && b < 0x7f;
    }

    private void hex(byte b, String digits) {
        out.put("\\x");
        out.write(digits.charAt(b >> 4 & 0xf));
        out.write(digits.charAt(b & 0xf));
    }
}
