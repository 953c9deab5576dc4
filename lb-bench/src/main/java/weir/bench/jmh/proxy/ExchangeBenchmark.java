package weir.bench.jmh.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weir.buf.BufferPool;
import weir.buf.BufferStock;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.exchange.LoopView;
import weir.http1.Http1Listener;
import weir.ingress.ListenerView;
import weir.model.Configuration;
import weir.model.Listener;
import weir.net.EventLoop;
import weir.relay.RelayBuffer;
import weir.snapshot.Snapshot;
import weir.stats.Counters;
import weir.stats.OutcomeRing;
import weir.time.Clock;
import weir.tls.SecuredPools;

/**
 * What does a whole exchange cost Weir without the kernel: a request in, its head rewritten, a backend picked, its
 * response back, with connections kept alive on both sides? Expect 0 B/op with -prof gc.
 *
 * <p>Beside system calls, which are five sixths of the time of a small request and vary with the machine, a change in
 * the code is hardly seen. Here it is: 1 % of a request's CPU time is about 8 % of this. The JIT compiler inlines
 * differently in each fork, so compare the means of many.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(6)
public class ExchangeBenchmark {
    private static final int BATCH = 1024;
    private static final int STOCK = 512;

    private static final String WRK = "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";
    private static final String BROWSER = """
            GET /index.html?a=b HTTP/1.1
            Host: www.example.com
            Connection: keep-alive
            sec-ch-ua: "Chromium";v="120"
            sec-ch-ua-mobile: ?0
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp
            Sec-Fetch-Site: none
            Sec-Fetch-Mode: navigate
            Accept-Encoding: gzip, deflate, br
            Accept-Language: en-US,en;q=0.9
            Cookie: sid=0123456789abcdef

            """.replace("\n", "\r\n");
    private static final String RESPONSE = """
            HTTP/1.1 200 OK
            Server: nginx/1.22.1
            Date: Mon, 30 Nov 2026 07:49:13 GMT
            Content-Type: text/plain
            Content-Length: 131
            Connection: keep-alive

            """.replace("\n", "\r\n") + "x".repeat(131);
    private static final String CONFIGURATION = """
            loops: 1
            listeners:
              web: {bind: "127.0.0.1:8080", pool: app}
            pools:
              app:
                backends: ["127.0.0.1:9001", "127.0.0.1:9002"]
            """;

    @Param({"wrk", "browser"})
    public String client;

    @Param("64")
    public int connections;

    private MemoryNetwork network;
    private EventLoop loop;

    @Setup
    public void connect() throws IOException {
        final var request = client.equals("wrk") ? WRK : BROWSER;
        network = new MemoryNetwork(bytes(request), bytes(RESPONSE));
        final ConfigResult result = ConfigText.read("exchange.yaml", CONFIGURATION);
        final Configuration configuration = ((ConfigResult.Loaded) result).configuration();
        final Snapshot snapshot = Snapshot.of(configuration, 1);
        loop = new EventLoop(
                "exchange",
                Clock.SYSTEM,
                network,
                new BufferPool(RelayBuffer.bufferBytes(LoopView.headBytesMax(configuration)), STOCK),
                new Counters(),
                fault -> {
                    throw new IllegalStateException(fault);
                });
        final LoopView view = new LoopView(
                loop,
                new BufferPool(BufferStock.SMALL_BYTES, STOCK),
                new BufferPool(RelayBuffer.LARGE_BUFFER_BYTES, 8),
                snapshot,
                0,
                new OutcomeRing(1024),
                () -> {},
                null,
                SecuredPools.NONE);
        final Listener facts = snapshot.listeners().get(0);
        final ListenerView listener = new Http1Listener(view, 0);
        for (int i = 0; i < connections; i++) {
            if (!loop.descriptors().admit(1) || !listener.entrust(network.client(), loop)) {
                throw new IllegalStateException("nobody took the client");
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long exchanges() {
        final long end = network.responses() + BATCH;
        while (network.responses() < end) {
            loop.turn();
        }
        return end;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
