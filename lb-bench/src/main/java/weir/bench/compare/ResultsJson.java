package weir.bench.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import weir.bench.load.Histograms;

/**
 * Everything that was measured, so that {@link ResultsReader} has it again; what follows from it stands in the tables.
 * Thread: its maker's.
 */
final class ResultsJson {
    private final Results results;
    private final JsonGenerator json;

    private ResultsJson(Results results, JsonGenerator json) {
        this.results = results;
        this.json = json;
    }

    static String of(Results results) throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            new ResultsJson(results, json).write();
        }
        return text.append('\n').toString();
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeBooleanField("valid", results.isValid());
        writeWords("environment", results.environment().facts());
        writePlan(results.plan());
        json.writeArrayFieldStart("peers");
        for (String peer : results.peers()) {
            json.writeString(peer);
        }
        json.writeEndArray();
        writeWords("skipped", results.skipped());
        json.writeArrayFieldStart("rounds");
        for (Round round : results.rounds()) {
            writeRound(round);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("syscalls");
        for (SyscallRound round : results.syscalls()) {
            writeSyscalls(round);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writePlan(Plan plan) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeStringField("scenario", plan.scenario().word());
        json.writeNumberField("forks", plan.forks());
        json.writeNumberField("rounds", plan.rounds());
        json.writeNumberField("seconds", plan.seconds());
        json.writeNumberField("latency-rounds", plan.latencyRounds());
        json.writeNumberField("connections", plan.connections());
        json.writeBooleanField("together", plan.together());
        json.writeNumberField("seed", plan.seed());
        json.writeNumberField("proxy-core", plan.proxyCore());
        json.writeNumberField("load-core", plan.loadCore());
        json.writeEndObject();
    }

    private void writeRound(Round round) throws IOException {
        final Usage usage = round.usage();
        json.writeStartObject();
        json.writeNumberField("round", round.number());
        json.writeNumberField("fork", round.fork());
        json.writeStringField("phase", round.phase().word());
        json.writeStringField("peer", round.peer());
        json.writeBooleanField("valid", round.isValid());
        json.writeNumberField("start-seconds", round.startSeconds());
        json.writeNumberField("cpu-ns", usage.proxy().totalNs());
        json.writeNumberField("loop-ns", usage.proxy().loopNs());
        json.writeNumberField("user-ns", usage.proxy().userNs());
        json.writeNumberField("system-ns", usage.proxy().systemNs());
        json.writeNumberField("origin-ns", usage.originNs());
        json.writeNumberField("client-ns", usage.clientNs());
        if (usage.othersNs() != Usage.UNKNOWN_NS) {
            json.writeNumberField("others-ns", usage.othersNs());
        }
        json.writeNumberField("wall-ns", usage.wallNs());
        json.writeNumberField("steal-percent", usage.stealPercent());
        json.writeNumberField("resident-bytes", usage.residentBytes());
        writeAnswers(round.answers());
        json.writeEndObject();
    }

    private void writeAnswers(Answers answers) throws IOException {
        json.writeNumberField("answers", answers.count());
        json.writeNumberField("answers-per-second", answers.perSecond());
        json.writeNumberField("bytes", answers.bytes());
        writeCounts("errors", answers.errors());
        if (answers.latencies().getTotalCount() > 0) {
            json.writeStringField("latencies-ns-hdr", Histograms.encode(answers.latencies()));
        }
        if (!answers.percentilesMs().isEmpty()) {
            json.writeObjectFieldStart("latencies-ms-by-percent");
            for (Map.Entry<Double, Double> each : new TreeMap<>(answers.percentilesMs()).entrySet()) {
                json.writeNumberField(each.getKey().toString(), each.getValue());
            }
            json.writeEndObject();
        }
        if (!answers.seconds().isEmpty()) {
            json.writeArrayFieldStart("served-by-second");
            for (Answers.Second second : answers.seconds()) {
                json.writeNumber(second.served());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("errors-by-second");
            for (Answers.Second second : answers.seconds()) {
                json.writeNumber(second.errors());
            }
            json.writeEndArray();
        }
    }

    private void writeSyscalls(SyscallRound round) throws IOException {
        json.writeStartObject();
        json.writeStringField("peer", round.peer());
        json.writeNumberField("failed", round.counts().failed());
        writeCounts("calls", round.counts().calls());
        writeAnswers(round.load());
        json.writeEndObject();
    }

    private void writeCounts(String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private void writeWords(String name, Map<String, String> words) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> word : words.entrySet()) {
            json.writeStringField(word.getKey(), word.getValue());
        }
        json.writeEndObject();
    }
}
