package weir.bench.compare;

import java.io.IOException;
import weir.bench.host.CpuSample;
import weir.bench.host.CpuUse;
import weir.bench.host.HostTime;
import weir.bench.host.ProcStat;
import weir.bench.host.ResidentMemory;
import weir.bench.idle.IdlePopulation;
import weir.bench.words.Durations;

/** Measures what a round takes, from outside. Thread: the command's own. */
final class RoundMeter {
    /** Lets the proxy see the clients' connections close, so that their cost falls into the round that opened them. */
    private static final int SETTLE_MS = 200;

    private final Traffic traffic;
    private final Origins origins;
    /** Of the first round; 0 before. */
    private long startNs;

    RoundMeter(Traffic traffic, Origins origins) {
        this.traffic = traffic;
        this.origins = origins;
    }

    Round measure(int number, int fork, Phase phase, Server server, LoadSource load, int seconds)
            throws IOException, InterruptedException {
        if (traffic.idleConnections() == 0) {
            return measureLoad(number, fork, phase, server, load, seconds);
        }
        try (IdlePopulation idle =
                IdlePopulation.of("127.0.0.1", server.port(), traffic.path(), traffic.idleConnections())) {
            idle.open(traffic.idleConnections());
            final Round round = measureLoad(number, fork, phase, server, load, seconds);
            return round.with(round.answers().withErrors("idle-lost", idle.lostCount()));
        }
    }

    private Round measureLoad(int number, int fork, Phase phase, Server server, LoadSource load, int seconds)
            throws IOException, InterruptedException {
        final HostTime hostBefore = HostTime.now();
        final CpuSample proxyBefore = server.cpu();
        final CpuSample originBefore = origins.cpu();
        final long clientBeforeNs = ProcStat.ownNs();
        final long beforeNs = System.nanoTime();
        startNs = startNs == 0 ? beforeNs : startNs;
        final Answers answers = load.run(server, seconds);
        final long wallNs = System.nanoTime() - beforeNs;
        final long clientNs = ProcStat.ownNs() - clientBeforeNs;
        final long residentBytes = ResidentMemory.bytesOf(server.pids());
        Thread.sleep(SETTLE_MS);
        final CpuUse proxy = server.cpu().since(proxyBefore);
        final long originNs = origins.cpu().since(originBefore).totalNs();
        final HostTime host = HostTime.now();
        final long ownNs = proxy.totalNs() + originNs + ProcStat.ownNs() - clientBeforeNs;
        final Usage usage = new Usage(
                proxy,
                originNs,
                clientNs,
                Math.max(0, host.busyNsSince(hostBefore) - ownNs),
                wallNs,
                host.stealPercentSince(hostBefore),
                residentBytes);
        final double startSeconds = (double) (beforeNs - startNs) / Durations.NS_PER_S;
        return new Round(number, fork, phase, server.name(), startSeconds, answers, usage);
    }
}
