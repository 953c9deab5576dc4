package weir.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import weir.model.AddressText;
import weir.model.Backend;
import weir.model.Pool;
import weir.snapshot.BackendState;
import weir.snapshot.Permits;
import weir.snapshot.ResolvedHosts;
import weir.stats.BackendTotals;
import weir.stats.LatencyCounts;
import weir.stats.StatusClass;

/** Pools and backends as JSON. Thread: the admin worker only. */
final class PoolsJson {
    private static final double NS_PER_S = 1e9;

    private final RuntimeView runtime;
    private final Tallies tallies;
    private final LatencyWindows windows;
    private final Readiness readiness;

    PoolsJson(RuntimeView runtime, Tallies tallies, LatencyWindows windows, Readiness readiness) {
        this.runtime = runtime;
        this.tallies = tallies;
        this.windows = windows;
        this.readiness = readiness;
    }

    byte[] all() {
        return Json.bytes(json -> {
            json.writeArrayFieldStart("pools");
            for (int index = 0; index < runtime.snapshot().pools().size(); index++) {
                json.writeStartObject();
                pool(json, index);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (runtime.kept() != null) {
                kept(json, runtime.kept());
            }
        });
    }

    private static void kept(JsonGenerator json, RuntimeView.Kept kept) throws IOException {
        json.writeObjectFieldStart("state_file");
        json.writeStringField("path", kept.file());
        json.writeStringField("trouble", kept.trouble());
        json.writeEndObject();
    }

    byte[] pool(int index) {
        return Json.bytes(json -> pool(json, index));
    }

    byte[] backend(Backend backend, Tallies.Key key) {
        return Json.bytes(json -> backend(json, backend, key));
    }

    private void pool(JsonGenerator json, int index) throws IOException {
        final Pool pool = runtime.snapshot().pools().get(index);
        json.writeStringField("name", pool.name());
        json.writeStringField("balance", pool.algorithm().word());
        json.writeNumberField(
                "in_flight", runtime.snapshot().pool(index).loads().total());
        json.writeNumberField("usable_backends", readiness.usableCount(index));
        json.writeNumberField(
                "waiting", runtime.snapshot().pool(index).permits().waiting());
        json.writeArrayFieldStart("backends");
        for (int backend = 0; backend < pool.backends().size(); backend++) {
            if (!pool.backends().get(backend).isVacant()) {
                json.writeStartObject();
                backend(json, pool.backends().get(backend), new Tallies.Key(index, backend));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void backend(JsonGenerator json, Backend backend, Tallies.Key key) throws IOException {
        final BackendState state = runtime.state(key.pool(), key.backend());
        final BackendTotals totals = tallies.of(key);
        json.writeStringField("id", backend.id());
        json.writeStringField("address", AddressText.of(backend.address()));
        addresses(json, backend);
        json.writeStringField("health", state.health().word());
        json.writeStringField("health_reason", runtime.healthReason(key.pool(), key.backend()));
        json.writeStringField("state", state.admin().word());
        json.writeBooleanField("usable", Readiness.isUsable(state));
        Json.number(json, "weight", state.weight());
        json.writeNumberField(
                "in_flight", runtime.snapshot().pool(key.pool()).loads().inFlight(key.backend()));
        limit(json, key);
        breakers(json, key);
        json.writeNumberField("requests", totals.requests());
        json.writeObjectFieldStart("statuses");
        for (int i = 0; i < StatusClass.COUNT; i++) {
            json.writeNumberField(StatusClass.word(i), totals.statuses(i));
        }
        json.writeEndObject();
        failures(json, totals);
        json.writeNumberField("retries", totals.retries());
        json.writeNumberField("request_bytes", totals.requestBytes());
        json.writeNumberField("response_bytes", totals.responseBytes());
        json.writeObjectFieldStart("latency_ms");
        latencies(json, "since_start", totals.latencies());
        latencies(json, "window", windows.within(key, backend, totals.latencies()));
        json.writeNumberField("window_seconds", Math.round(windows.lengthNs() / NS_PER_S));
        json.writeEndObject();
        transitions(json, key);
    }

    /** Where its name leads to now; nothing where it has never resolved. Left out where it has no name. */
    private void addresses(JsonGenerator json, Backend backend) throws IOException {
        final ResolvedHosts.Host host = runtime.snapshot().hosts().of(backend.address());
        if (host != null) {
            json.writeStringField("host", host.name());
            json.writeArrayFieldStart("addresses");
            for (InetAddress address : host.addresses()) {
                json.writeString(AddressText.host(address));
            }
            json.writeEndArray();
        }
    }

    /** At present, so that slow start shows; left out where there is none. */
    private void limit(JsonGenerator json, Tallies.Key key) throws IOException {
        final Permits permits = runtime.snapshot().pool(key.pool()).permits();
        final int limit = permits.isLimited() ? permits.limit(key.backend()) : Backend.UNLIMITED;
        if (limit != Backend.UNLIMITED) {
            json.writeNumberField("max_connections", limit);
        }
    }

    /** Each loop has its own; left out where there are none. */
    private void breakers(JsonGenerator json, Tallies.Key key) throws IOException {
        if (runtime.loops().get(0).breaker(key.pool(), key.backend()) != null) {
            json.writeArrayFieldStart("breakers");
            for (RuntimeView.Loop loop : runtime.loops()) {
                json.writeString(loop.breaker(key.pool(), key.backend()));
            }
            json.writeEndArray();
        }
    }

    private void transitions(JsonGenerator json, Tallies.Key key) throws IOException {
        json.writeArrayFieldStart("transitions");
        for (RuntimeView.Transition transition : runtime.transitions(key.pool(), key.backend())) {
            json.writeStartObject();
            json.writeStringField(
                    "time", Instant.ofEpochMilli(transition.wallMs()).toString());
            json.writeStringField("kind", transition.kind());
            json.writeStringField("from", transition.from().word());
            json.writeStringField("to", transition.to().word());
            json.writeStringField("reason", transition.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Kinds that have not happened are left out. */
    private void failures(JsonGenerator json, BackendTotals totals) throws IOException {
        final List<String> words = runtime.failureWords();
        json.writeObjectFieldStart("failures");
        json.writeNumberField("total", totals.failures());
        for (int kind = 0; kind < words.size(); kind++) {
            if (totals.failures(kind) > 0) {
                json.writeNumberField(words.get(kind), totals.failures(kind));
            }
        }
        json.writeEndObject();
    }

    private static void latencies(JsonGenerator json, String name, LatencyCounts counts) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", counts.count());
        Json.ms(json, "p50", counts.percentileNs(0.5));
        Json.ms(json, "p90", counts.percentileNs(0.9));
        Json.ms(json, "p99", counts.percentileNs(0.99));
        Json.ms(json, "p99_9", counts.percentileNs(0.999));
        Json.ms(json, "max", counts.maxNs());
        json.writeEndObject();
    }
}
