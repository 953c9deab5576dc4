package weir.bench.origin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.Console;
import weir.bench.host.CannotMeasure;
import weir.bench.words.Draw;
import weir.bench.words.Quantities;

/** {@code origin}: starts one or more origins and waits until it is killed. */
@Command(
        name = "origin",
        sortOptions = false,
        description = {
            "Runs a small fast upstream that behaves as asked: HTTP/1.1, one thread per address.",
            "",
            "A request is read with its body, then it is in service for a time drawn from --delay, then it is answered. With "
                    + "--concurrency only so many are in service at the same time and the others queue, first come, first "
                    + "served: a server with a real capacity of concurrency / mean delay. Each address is a server of its "
                    + "own, with its own queue.",
            "",
            "DELAY and SIZE are " + Draw.ACCEPTED + "; for instance "
                    + "20ms, exp:8ms, uniform:1KiB..64KiB, lognormal:20ms,1.2. A SHARE is 5%% or 0.05.",
            "",
            "GET " + OriginServer.COUNTS_PATH
                    + " tells what was asked of an address so far; it is answered at once and not "
                    + "counted. An answer with a delay goes out up to 0.1 ms late; --spin is exact, at the cost of the core.",
            ""
        })
public final class OriginCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            split = ",",
            paramLabel = "ADDRESS",
            defaultValue = "9001",
            description =
                    "PORT on 127.0.0.1, or HOST:PORT; repeat it or separate with commas (default: ${DEFAULT-VALUE}; "
                            + "0: a free port)")
    private List<String> listen;

    @Option(names = "--delay", paramLabel = "DELAY", defaultValue = "0ms", description = "service time (default: none)")
    private String delay;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "131",
            description = "bytes of a response's body (default: ${DEFAULT-VALUE})")
    private String size;

    @Option(
            names = "--concurrency",
            paramLabel = "COUNT",
            description = "requests in service at the same time (default: no limit)")
    private Integer concurrency;

    @Option(
            names = "--errors",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "answers that are 500 (default: ${DEFAULT-VALUE})")
    private String errors;

    @Option(
            names = "--resets",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "requests whose connection is reset instead of an answer (default: ${DEFAULT-VALUE})")
    private String resets;

    @Option(
            names = "--refuse",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "connections that are reset as soon as they are accepted (default: ${DEFAULT-VALUE})")
    private String refuse;

    @Option(
            names = "--freeze",
            paramLabel = "LENGTH/PERIOD",
            description = "at the end of every period no answer goes out for that long, for instance 1s/10s")
    private String freeze;

    @Option(names = "--close", description = "one request per connection (default: keep-alive)")
    private boolean closes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of all lots; each further address counts it up (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--spin", description = "keep the core busy to be exact")
    private boolean spins;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws InterruptedException {
        final OriginPlan plan = plan();
        final List<InetSocketAddress> addresses = listen.stream()
                .map(word -> console.checked("--listen", () -> Quantities.parseAddress(word)))
                .toList();
        final List<OriginServer> servers = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                servers.add(start(plan.withSeed(seed + servers.size()), address));
            }
            servers.forEach(server -> console.print("origin on http://" + server.address() + "\n"));
            for (OriginServer server : servers) {
                server.await();
            }
        } finally {
            servers.forEach(OriginServer::close);
        }
        return 0;
    }

    private OriginServer start(OriginPlan plan, InetSocketAddress address) {
        try {
            return OriginServer.start(plan, address, spins);
        } catch (IOException e) {
            throw new CannotMeasure(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage());
        }
    }

    private OriginPlan plan() {
        final Draw delays = console.checked("--delay", () -> Draw.ofDurations(delay));
        final Draw sizes = console.checked("--size", () -> Draw.ofSizes(size));
        final double errorShare = console.checked("--errors", () -> Quantities.parseShare(errors));
        final double resetShare = console.checked("--resets", () -> Quantities.parseShare(resets));
        final double refuseShare = console.checked("--refuse", () -> Quantities.parseShare(refuse));
        final Freeze freezes = freeze == null ? Freeze.NEVER : console.checked("--freeze", () -> Freeze.parse(freeze));
        final int places = concurrency == null ? OriginPlan.UNLIMITED : concurrency;
        return console.checked(() ->
                new OriginPlan(delays, sizes, errorShare, resetShare, refuseShare, freezes, places, closes, seed));
    }
}
