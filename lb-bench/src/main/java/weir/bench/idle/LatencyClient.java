package weir.bench.idle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.HdrHistogram.Histogram;
import weir.bench.host.CannotMeasure;
import weir.bench.wire.ResponseReader;

/**
 * One client that sends its next request as soon as the last answer is complete, on one connection.
 *
 * <p>A closed loop: a stall delays the requests after it instead of counting against them, so its percentiles compare
 * two states of one server and are no promise to users. Thread: the command's own.
 */
final class LatencyClient {
    private static final int ANSWER_TIMEOUT_MS = 5_000;
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Target target;
    private final ResponseReader reader = new ResponseReader();
    private final byte[] inbound = new byte[64 * 1024];

    LatencyClient(Target target) {
        this.target = target;
    }

    /** Latencies in nanoseconds. */
    Histogram run(int seconds) throws IOException {
        final Histogram latencies = new Histogram(HIGHEST_NS, DIGITS);
        final byte[] request = target.request();
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_TIMEOUT_MS);
            socket.connect(target.address(), ANSWER_TIMEOUT_MS);
            final OutputStream out = socket.getOutputStream();
            final InputStream in = socket.getInputStream();
            final long endNs = System.nanoTime() + seconds * 1_000_000_000L;
            long startNs = System.nanoTime();
            while (endNs - startNs > 0) {
                out.write(request);
                readAnswer(in);
                final long nowNs = System.nanoTime();
                latencies.recordValue(nowNs - startNs);
                startNs = nowNs;
            }
        }
        return latencies;
    }

    private void readAnswer(InputStream in) throws IOException {
        reader.next(false);
        while (!reader.isComplete()) {
            final int count = in.read(inbound);
            if (count < 0) {
                throw new CannotMeasure(target + " closed the connection");
            }
            final boolean isAll = reader.consume(inbound, 0, count) == count;
            if (!isAll || reader.isMalformed() || reader.isComplete() && reader.status() != 200) {
                throw new CannotMeasure(target + ": the answer must be 200; status was " + reader.status());
            }
        }
    }
}
