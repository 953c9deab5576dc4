package weir.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    private final CpuSource origins;
    /** Of the first round; 0 before. */
    private long startNs;

    /** What some processes have used until now. */
    interface CpuSource {
        CpuSample cpu() throws IOException;
    }

    RoundMeter(Traffic traffic, CpuSource origins) {
        this.traffic = traffic;
        this.origins = origins;
    }

    /** @param servers under load at the same time, in the order in which it begins; one beside idle connections */
    List<Round> measure(int number, int fork, Phase phase, List<Server> servers, LoadSource load, int seconds)
            throws IOException, InterruptedException {
        if (traffic.idleConnections() == 0) {
            return measureLoad(number, fork, phase, servers, load, seconds);
        }
        final int port = servers.get(0).port();
        try (IdlePopulation idle = IdlePopulation.of("127.0.0.1", port, traffic.path(), traffic.idleConnections())) {
            idle.open(traffic.idleConnections());
            final Round round =
                    measureLoad(number, fork, phase, servers, load, seconds).get(0);
            return List.of(round.with(round.answers().withErrors("idle-lost", idle.lostCount())));
        }
    }

    /** All are looked at before the load begins on any, and after it has ended on all. */
    private List<Round> measureLoad(
            int number, int fork, Phase phase, List<Server> servers, LoadSource load, int seconds)
            throws IOException, InterruptedException {
        final HostTime hostBefore = HostTime.now();
        final List<CpuSample> proxiesBefore = new ArrayList<>();
        for (Server server : servers) {
            proxiesBefore.add(server.cpu());
        }
        final CpuSample originBefore = origins.cpu();
        final long clientBeforeNs = ProcStat.ownNs();
        final long beforeNs = System.nanoTime();
        startNs = startNs == 0 ? beforeNs : startNs;
        final List<Answers> answers = load.run(servers, seconds);
        final long wallNs = System.nanoTime() - beforeNs;
        final long clientNs = ProcStat.ownNs() - clientBeforeNs;
        final List<Long> residentBytes = new ArrayList<>();
        for (Server server : servers) {
            residentBytes.add(ResidentMemory.bytesOf(server.pids()));
        }
        Thread.sleep(SETTLE_MS);
        final List<CpuUse> proxies = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            proxies.add(servers.get(i).cpu().since(proxiesBefore.get(i)));
        }
        final long originNs = origins.cpu().since(originBefore).totalNs();
        final HostTime host = HostTime.now();
        final long proxiesNs = proxies.stream().mapToLong(CpuUse::totalNs).sum();
        final long ownNs = proxiesNs + originNs + ProcStat.ownNs() - clientBeforeNs;
        final long othersNs = Math.max(0, host.busyNsSince(hostBefore) - ownNs);
        final double stealPercent = host.stealPercentSince(hostBefore);
        final double startSeconds = (double) (beforeNs - startNs) / Durations.NS_PER_S;
        final List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            final Usage usage =
                    new Usage(proxies.get(i), originNs, clientNs, othersNs, wallNs, stealPercent, residentBytes.get(i));
            rounds.add(new Round(number, fork, phase, servers.get(i).name(), startSeconds, answers.get(i), usage));
        }
        return rounds;
    }
}
