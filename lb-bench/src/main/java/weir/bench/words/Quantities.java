package weir.bench.words;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, shares, plain numbers and addresses. Any thread. */
public final class Quantities {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)?");
    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,9})?)(%)?");
    private static final long BYTES_MAX = 1L << 40;
    private static final int PORT_MAX = 65_535;

    private Quantities() {}

    /** {@code 512}, {@code 512B}, {@code 16KiB}, {@code 1MiB}. */
    public static long parseBytes(String word) {
        final Matcher parts = SIZE.matcher(word);
        if (!parts.matches()) {
            throw new IllegalArgumentException(word + ", must be a size such as 512, 16KiB or 1MiB");
        }
        final long number = Long.parseLong(parts.group(1));
        final long unit = unitBytes(parts.group(2));
        if (number > BYTES_MAX / unit) {
            throw new IllegalArgumentException(word + ", must be 1024GiB at most");
        }
        return number * unit;
    }

    public static boolean isSize(String word) {
        return SIZE.matcher(word).matches();
    }

    /** {@code 5%} or {@code 0.05}. */
    public static double parseShare(String word) {
        final Matcher parts = SHARE.matcher(word);
        if (parts.matches()) {
            final double share = Double.parseDouble(parts.group(1)) / (parts.group(2) == null ? 1 : 100);
            if (share <= 1) {
                return share;
            }
        }
        throw new IllegalArgumentException(word + ", must be a share such as 5% or 0.05, 100% at most");
    }

    /** A finite number from {@code min} up. */
    public static double parseNumber(String word, double min) {
        try {
            final double number = Double.parseDouble(word);
            if (number >= min && number < Double.POSITIVE_INFINITY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(word + ", must be a number of at least " + show(min));
    }

    /** A finite number above 0. */
    public static double parsePositiveNumber(String word) {
        final double number = parseNumber(word, 0);
        if (number == 0) {
            throw new IllegalArgumentException(word + ", must be more than 0");
        }
        return number;
    }

    /** A whole number without its {@code .0}. */
    public static String show(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /**
     * {@code 9001} for 127.0.0.1:9001, {@code HOST:PORT} or {@code [V6]:PORT}. Port 0 lets the kernel choose. Resolves
     * names.
     */
    public static InetSocketAddress parseAddress(String word) {
        final int colon = word.lastIndexOf(':');
        final String host = colon < 0 ? "127.0.0.1" : word.substring(0, colon);
        final int port = portOf(word.substring(colon + 1));
        if (host.isEmpty() || port < 0 || host.contains(":") && !host.startsWith("[")) {
            throw new IllegalArgumentException(word + ", must be PORT, HOST:PORT or [V6]:PORT");
        }
        final InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(word + ", no such host");
        }
        return address;
    }

    /** -1 when it is not a port. */
    private static int portOf(String digits) {
        if (!digits.matches("[0-9]{1,5}")) {
            return -1;
        }
        final int port = Integer.parseInt(digits);
        return port <= PORT_MAX ? port : -1;
    }

    private static long unitBytes(String unit) {
        if (unit == null || unit.equals("B")) {
            return 1;
        }
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            default -> 1L << 30;
        };
    }
}
