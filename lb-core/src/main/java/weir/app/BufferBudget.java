package weir.app;

import weir.model.Configuration;
import weir.net.tls.TlsLoop;
import weir.proxy.Inbound;
import weir.proxy.LoopView;

/**
 * How many buffers each loop may have, as a sum:
 *
 * <pre>
 *   one buffer   = front (what is added to a head) + the largest head a listener takes + tail (a chunk's end)
 *   all buffers  = the configuration's "buffers", or half of the JVM's direct memory but at most 1 GiB; the other half is
 *                  for the JDK's own temporary buffers and what else runs in an embedding process
 *   large ones   = an eighth of all, but at most {@link #LARGE_STOCK_MAX} per loop; bodies that flow get them, as long as there are any ({@link Inbound})
 *   with TLS     = as many again, of {@link TlsLoop#BUFFER_BYTES}: a connection that cannot send holds a buffer and what it has become as records
 *   per loop     = what the large ones leave / loops / one buffer (with TLS one of each), and at least {@link #STOCK_MIN}
 * </pre>
 *
 * <p>A client holds one while it sends or has sent a request that may be repeated, and one while it takes a response; idle ones hold none.
 */
record BufferBudget(int bufferBytes, int stockPerLoop, int largeStockPerLoop) {
    private static final long AUTO_BYTES_MAX = 1L << 30;
    private static final int STOCK_MIN = 16;
    private static final int LARGE_SHARE = 8;
    private static final int LARGE_STOCK_MAX = 256;

    static BufferBudget of(Configuration configuration) {
        final int bufferBytes = Inbound.bufferBytes(LoopView.headBytesMax(configuration));
        final long all = configuration.bufferBytesMax() > 0
                ? configuration.bufferBytesMax()
                : Math.min(AUTO_BYTES_MAX, directBytesMax() / 2);
        final long perLoop = all / configuration.loops();
        final int largeStock = bufferBytes < Inbound.LARGE_BUFFER_BYTES
                ? (int) Math.min(LARGE_STOCK_MAX, perLoop / LARGE_SHARE / Inbound.LARGE_BUFFER_BYTES)
                : 0;
        final long rest = perLoop - (long) largeStock * Inbound.LARGE_BUFFER_BYTES;
        final boolean hasTls = TlsSetup.isUsed(configuration);
        final long stock = rest / (hasTls ? bufferBytes + TlsLoop.BUFFER_BYTES : bufferBytes);
        return new BufferBudget(bufferBytes, (int) Math.max(STOCK_MIN, Math.min(stock, 1 << 20)), largeStock);
    }

    /** The JVM's limit of direct memory is that of the heap unless -XX:MaxDirectMemorySize says otherwise. */
    private static long directBytesMax() {
        return Runtime.getRuntime().maxMemory();
    }
}
