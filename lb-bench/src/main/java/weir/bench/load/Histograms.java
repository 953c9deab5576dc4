package weir.bench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Histograms of latencies in nanoseconds, all alike, so that they can be added. Any thread. */
public final class Histograms {
    private Histograms() {}

    public static Histogram empty() {
        return new Histogram(Meter.LOWEST_NS, Meter.HIGHEST_NS, Meter.DIGITS);
    }

    /** In base 64, as HdrHistogram's own logs have it. */
    public static String encode(Histogram histogram) {
        final ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int count = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), count));
    }

    /** Refuses what is none. */
    public static Histogram decode(String text) {
        try {
            final ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return Histogram.decodeFromCompressedByteBuffer(bytes, Meter.HIGHEST_NS);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram: " + e.getMessage());
        }
    }
}
