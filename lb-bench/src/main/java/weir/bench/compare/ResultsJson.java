package weir.bench.scenario;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/** Everything, for programs. Thread: its maker's. */
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
        json.writeObjectFieldStart("environment");
        for (Map.Entry<String, String> fact : results.environment().facts().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        writePlan(results.plan());
        json.writeArrayFieldStart("peers");
        for (String peer : results.peers()) {
            writePeer(peer);
        }
        json.writeEndArray();
        writeRatios();
        writeSyscalls();
        writeRounds();
        json.writeEndObject();
    }

    private void writePlan(Plan plan) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeStringField("scenario", plan.scenario().word());
        json.writeNumberField("forks", plan.forks());
        json.writeNumberField("rounds", plan.rounds());
        json.writeNumberField("seconds", plan.seconds());
        json.writeNumberField("connections", plan.connections());
        json.writeNumberField("seed", plan.seed());
        json.writeNumberField("proxy-core", plan.proxyCore());
        json.writeNumberField("load-core", plan.loadCore());
        json.writeEndObject();
    }

    private void writePeer(String peer) throws IOException {
        json.writeStartObject();
        json.writeStringField("peer", peer);
        writeNumber("cpu-us-per-request", results.median(peer, Round::cpuUs));
        writeNumber("loop-us-per-request", results.median(peer, Round::loopUs));
        writeNumber("user-us-per-request", results.median(peer, Round::userUs));
        writeNumber("system-us-per-request", results.median(peer, Round::systemUs));
        writeNumber("requests-per-second", results.median(peer, Round::requestsPerSecond));
        writeNumber("busy-percent", results.median(peer, Round::busyPercent));
        json.writeNumberField("errors", results.errorsOf(peer));
        json.writeEndObject();
    }

    private void writeRatios() throws IOException {
        json.writeArrayFieldStart("ratios");
        for (Ratio ratio : results.ratios()) {
            json.writeStartObject();
            json.writeStringField("subject", ratio.subject());
            json.writeStringField("peer", ratio.peer());
            writeNumber("median", ratio.median());
            writeNumber("low", ratio.interval().low());
            writeNumber("high", ratio.interval().high());
            json.writeNumberField("rounds", ratio.rounds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeSyscalls() throws IOException {
        json.writeArrayFieldStart("syscalls");
        for (SyscallRound round : results.syscalls()) {
            json.writeStartObject();
            json.writeStringField("peer", round.peer());
            json.writeNumberField("requests", round.load().requests());
            writeNumber("per-request", round.totalPerRequest());
            json.writeNumberField("failed", round.counts().failed());
            json.writeObjectFieldStart("calls");
            for (Map.Entry<String, Long> call : round.counts().calls().entrySet()) {
                json.writeNumberField(call.getKey(), call.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeRounds() throws IOException {
        json.writeArrayFieldStart("rounds");
        for (Round round : results.rounds()) {
            json.writeStartObject();
            json.writeNumberField("round", round.number());
            json.writeStringField("peer", round.peer());
            json.writeBooleanField("valid", round.isValid());
            json.writeNumberField("requests", round.load().requests());
            writeNumber("requests-per-second", round.requestsPerSecond());
            json.writeNumberField("socket-errors", round.load().socketErrors());
            json.writeNumberField("bad-statuses", round.load().badStatuses());
            json.writeNumberField("cpu-ns", round.cpu().totalNs());
            json.writeNumberField("loop-ns", round.cpu().loopNs());
            json.writeNumberField("user-ns", round.cpu().userNs());
            json.writeNumberField("system-ns", round.cpu().systemNs());
            json.writeNumberField("wall-ns", round.wallNs());
            writeNumber("steal-percent", round.stealPercent());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** JSON has no NaN. */
    private void writeNumber(String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
