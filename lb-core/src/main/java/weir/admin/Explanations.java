package weir.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.Explanation.Candidate;

/** Asks a loop where a request would go, waits for its answer, and writes it as JSON. Thread: the admin worker only. */
final class Explanations {
    private static final int TIMEOUT_MS = 2_000;
    /** Beyond it a double has no fractions, and may be no long. */
    private static final double EXACT_MAX = 1L << 53;

    private final RuntimeView runtime;
    private final int patienceMs;

    Explanations(RuntimeView runtime) {
        this(runtime, TIMEOUT_MS);
    }

    /** @param patienceMs how long a loop may take to answer */
    Explanations(RuntimeView runtime, int patienceMs) {
        this.runtime = runtime;
        this.patienceMs = patienceMs;
    }

    Response answer(Request request) {
        final ExplainQuery query =
                new ExplainQuery(request.query(), runtime.loops().size());
        if (!query.problems().isEmpty()) {
            return Problem.of(400, "the query is not acceptable", query.problems());
        }
        final String pool = query.request().pool();
        if (runtime.snapshot().poolIndex(pool) < 0) {
            return unknownPool();
        }
        return ask(runtime.loops().get(query.loop()), query.request());
    }

    private Response ask(RuntimeView.Loop loop, ExplainRequest request) {
        final CompletableFuture<Explanation> answer = new CompletableFuture<>();
        if (!loop.explain(request, answer::complete)) {
            return Problem.of(503, "the mailbox of " + loop.name() + " is full; ask again later");
        }
        try {
            final Explanation explanation = answer.get(patienceMs, TimeUnit.MILLISECONDS);
            return Explanation.NO_POOL.equals(explanation.refusal())
                    ? unknownPool()
                    : Response.json(200, Json.bytes(json -> write(json, explanation)));
        } catch (TimeoutException e) {
            return Problem.of(503, loop.name() + " does not answer; ask again later, or another one");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Problem.of(503, "Weir is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it like that
        }
    }

    private static Response unknownPool() {
        return Problem.of(404, "no such pool");
    }

    private static void write(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeStringField("pool", explanation.pool());
        json.writeStringField("loop", explanation.loop());
        if (explanation.refusal() != null) {
            json.writeStringField("refusal", explanation.refusal());
            return;
        }
        json.writeStringField("algorithm", explanation.algorithm());
        if (explanation.key() != null) {
            json.writeStringField("key", explanation.key());
            json.writeBooleanField("has_key", explanation.hasKey());
        }
        json.writeStringField("winner", explanation.winner());
        json.writeStringField("score_meaning", explanation.scoreMeaning());
        json.writeStringField("note", explanation.note());
        json.writeArrayFieldStart("backends");
        for (Candidate candidate : explanation.backends()) {
            json.writeStartObject();
            write(json, candidate);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Candidate candidate) throws IOException {
        json.writeStringField("id", candidate.id());
        Json.number(json, "weight", candidate.weight());
        json.writeNumberField("in_flight", candidate.inFlight());
        if (!Double.isFinite(candidate.latencyNs())) {
            json.writeNullField("latency_ms");
        } else {
            Json.ms(json, "latency_ms", (long) candidate.latencyNs());
        }
        score(json, candidate.score());
        json.writeStringField("excluded", candidate.excluded());
    }

    /** An own algorithm may say anything, and JSON has no infinity. */
    private static void score(JsonGenerator json, double score) throws IOException {
        if (!Double.isFinite(score)) {
            json.writeNullField("score");
        } else if (Math.abs(score) < EXACT_MAX) {
            Json.number(json, "score", score);
        } else {
            json.writeNumberField("score", score);
        }
    }
}
