package weir.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weir.model.AddressRange;

/**
 * Networks, compiled: whether one of them has an address takes a binary search, however many there are. Immutable, any
 * thread.
 */
public final class NetworkSet {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final Ranges ipv4;
    private final Ranges ipv6;
    private final boolean hasUnix;

    public NetworkSet(List<AddressRange> networks) {
        ipv4 = Ranges.of(networks, IPV4_BYTES);
        ipv6 = Ranges.of(networks, IPV6_BYTES);
        hasUnix = networks.contains(AddressRange.UNIX);
    }

    /** @param length how many of {@code address} count: 4 or 16; 1 for a Unix socket, 0 for nothing known */
    public boolean has(byte[] address, int length) {
        return switch (length) {
            case IPV4_BYTES -> ipv4.has(high(address, length), 0);
            case IPV6_BYTES -> ipv6.has(high(address, length), low(address));
            case 1 -> hasUnix;
            default -> false;
        };
    }

    /** The first 8 bytes, or the 4 there are; ordered as unsigned. */
    private static long high(byte[] address, int length) {
        return word(address, 0, Math.min(length, 8));
    }

    private static long low(byte[] address) {
        return word(address, 8, 16);
    }

    private static long word(byte[] address, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word = word << 8 | address[i] & 0xff;
        }
        return word;
    }

    /** Of one length of address: sorted, and none within another. */
    private static final class Ranges {
        private final long[] highs;
        private final long[] lows;
        private final long[] highMasks;
        private final long[] lowMasks;

        private Ranges(List<AddressRange> sorted, int bytes) {
            final int count = sorted.size();
            highs = new long[count];
            lows = new long[count];
            highMasks = new long[count];
            lowMasks = new long[count];
            for (int i = 0; i < count; i++) {
                final AddressRange range = sorted.get(i);
                highs[i] = high(range.address(), bytes);
                lows[i] = bytes == IPV6_BYTES ? low(range.address()) : 0;
                highMasks[i] = mask(range.prefixBits(), Math.min(bytes * 8, 64));
                lowMasks[i] = mask(range.prefixBits() - 64, 64);
            }
        }

        static Ranges of(List<AddressRange> networks, int bytes) {
            final Comparator<AddressRange> order = Comparator.comparing(
                            (AddressRange range) -> high(range.address(), bytes), Long::compareUnsigned)
                    .thenComparing(range -> bytes == IPV6_BYTES ? low(range.address()) : 0, Long::compareUnsigned)
                    .thenComparing(AddressRange::prefixBits);
            final List<AddressRange> outer = new ArrayList<>();
            networks.stream()
                    .filter(range -> range.address().length == bytes)
                    .sorted(order)
                    .filter(range ->
                            outer.isEmpty() || !outer.get(outer.size() - 1).contains(range.address(), bytes))
                    .forEach(outer::add);
            return new Ranges(outer, bytes);
        }

        /** The first {@code bits} of {@code width}. */
        private static long mask(int bits, int width) {
            return bits <= 0 ? 0 : -1L << width - Math.min(bits, width);
        }

        boolean has(long high, long low) {
            int from = 0;
            int to = highs.length;
            while (from < to) { // the first that begins behind it
                final int middle = (from + to) >>> 1;
                final int order = Long.compareUnsigned(highs[middle], high);
                if (order < 0 || order == 0 && Long.compareUnsigned(lows[middle], low) <= 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from > 0
                    && (high & highMasks[from - 1]) == highs[from - 1]
                    && (low & lowMasks[from - 1]) == lows[from - 1];
        }
    }
}
