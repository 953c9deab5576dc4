package weir.bench.compare;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import weir.bench.report.Chart;
import weir.bench.report.ChartPage;
import weir.bench.report.Scale;
import weir.bench.report.Stroke;
import weir.bench.stats.Median;

/**
 * Answers per second over time. Of closed loops, a point for each round, where it began: drifts show. Of a steady rate,
 * the seconds of a round, as the median of the rounds: what a killed backend does to them shows. Thread: its maker's.
 */
final class ThroughputLines implements ChartPage.Panel {
    private static final double HEADROOM = 1.1;
    private static final int THIRDS = 3;

    private final Results results;
    private final Map<String, Stroke> strokes;
    private final Phase phase;

    /** @param strokes how each peer is drawn */
    ThroughputLines(Results results, Map<String, Stroke> strokes) {
        this.results = results;
        this.strokes = strokes;
        this.phase = results.mainPhase();
    }

    @Override
    public void draw(XMLStreamWriter svg, int y) throws XMLStreamException {
        if (phase.isClosedLoop()) {
            drawRounds(svg, y);
        } else {
            drawSeconds(svg, y);
        }
    }

    private void drawRounds(XMLStreamWriter svg, int y) throws XMLStreamException {
        final double lastStart = results.rounds().stream()
                .filter(round -> round.phase() == phase)
                .mapToDouble(Round::startSeconds)
                .max()
                .orElse(0);
        final Chart chart = chart(
                svg,
                y,
                "time since the first round, s",
                lastStart + results.plan().seconds());
        for (String peer : results.peers()) {
            final List<Round> rounds = results.rounds(phase, peer);
            chart.line(
                    rounds.stream().mapToDouble(Round::startSeconds).toArray(),
                    rounds.stream().mapToDouble(Round::perSecond).toArray(),
                    strokes.get(peer));
        }
    }

    private void drawSeconds(XMLStreamWriter svg, int y) throws XMLStreamException {
        final int count = results.rounds().stream()
                .mapToInt(round -> round.answers().seconds().size())
                .max()
                .orElse(0);
        final Chart chart = chart(svg, y, "second of the round", count);
        if (phase == Phase.KILLED) {
            chart.band(count / (double) THIRDS, 2 * count / (double) THIRDS);
        }
        final double[] edges = IntStream.rangeClosed(0, count).asDoubleStream().toArray();
        for (String peer : results.peers()) {
            final List<Round> rounds = results.rounds(phase, peer);
            final double[] served = IntStream.range(0, count)
                    .mapToDouble(second -> medianServed(rounds, second))
                    .toArray();
            chart.bars(edges, served, strokes.get(peer));
        }
    }

    private static double medianServed(List<Round> rounds, int second) {
        return Median.of(rounds.stream()
                .filter(round -> second < round.answers().seconds().size())
                .mapToDouble(round -> round.answers().seconds().get(second).served())
                .toArray());
    }

    private Chart chart(XMLStreamWriter svg, int y, String acrossTitle, double acrossMax) throws XMLStreamException {
        final Scale across = Scale.linear(acrossTitle, 0, acrossMax);
        final Chart chart = new Chart(svg, y, across, Scale.linear("per second", 0, most() * HEADROOM));
        final String title =
                phase == Phase.KILLED ? "Answers per second; grey: one of two backends is dead" : "Answers per second";
        chart.frame(title, across.ticks(), Scale::label);
        return chart;
    }

    private double most() {
        return results.rounds().stream()
                .filter(round -> round.phase() == phase)
                .flatMapToDouble(round -> phase.isClosedLoop()
                        ? DoubleStream.of(round.perSecond())
                        : round.answers().seconds().stream().mapToDouble(Answers.Second::served))
                .max()
                .orElse(1);
    }
}
