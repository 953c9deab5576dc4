package weir.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;
import weir.model.AddressText;
import weir.model.Listener;
import weir.stats.Counter;
import weir.stats.ListenerTally;
import weir.stats.StatusClass;

/** Loops and listeners as JSON. Any thread. */
final class LoopsJson {
    private final RuntimeView runtime;
    private final Liveness liveness;

    LoopsJson(RuntimeView runtime, Liveness liveness) {
        this.runtime = runtime;
        this.liveness = liveness;
    }

    byte[] loops() {
        return Json.bytes(json -> {
            json.writeArrayFieldStart("loops");
            for (int i = 0; i < runtime.loops().size(); i++) {
                loop(json, runtime.loops().get(i), liveness.gauges(i));
            }
            json.writeEndArray();
        });
    }

    /** @param gauges null before the loop's first answer */
    private static void loop(JsonGenerator json, RuntimeView.Loop loop, RuntimeView.Gauges gauges) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", loop.name());
        json.writeNumberField("connections", loop.clientCount());
        if (gauges != null) {
            json.writeNumberField("buffers_held", gauges.buffersHeld());
            json.writeNumberField("buffers_stock", gauges.buffersStock());
            json.writeNumberField("buffer_bytes", gauges.bufferBytes());
            json.writeNumberField("small_buffers_held", gauges.smallBuffersHeld());
            json.writeNumberField("small_buffers_stock", gauges.smallBuffersStock());
            json.writeNumberField("large_buffers_held", gauges.largeBuffersHeld());
            json.writeNumberField("large_buffers_stock", gauges.largeBuffersStock());
        }
        for (Counter counter : Counter.values()) {
            json.writeNumberField(counter.word(), loop.counters().get(counter));
        }
        json.writeEndObject();
    }

    byte[] listeners() {
        return Json.bytes(json -> {
            json.writeArrayFieldStart("listeners");
            for (int i = 0; i < runtime.listeners().size(); i++) {
                listener(json, i);
            }
            json.writeEndArray();
        });
    }

    private void listener(JsonGenerator json, int index) throws IOException {
        final RuntimeView.Bound bound = runtime.listeners().get(index);
        final Listener listener = runtime.snapshot().listeners().get(index);
        final List<ListenerTally> tallies =
                runtime.loops().stream().map(loop -> loop.tally(index)).toList();
        json.writeStartObject();
        json.writeStringField("name", bound.name());
        json.writeStringField("address", AddressText.of(bound.address()));
        json.writeStringField("mode", listener.mode().word());
        if (listener.defaultPool() >= 0) {
            json.writeStringField(
                    "pool",
                    runtime.snapshot().pools().get(listener.defaultPool()).name());
        }
        json.writeNumberField("routes", listener.routes().size());
        if (runtime.snapshot().listener(index).maintenance() != null) {
            json.writeBooleanField("maintenance", true);
        }
        json.writeNumberField("connections", sum(tallies, ListenerTally::connectionsOpen));
        json.writeNumberField("connections_accepted", sum(tallies, ListenerTally::connectionsAccepted));
        json.writeObjectFieldStart("statuses");
        for (int i = 0; i < StatusClass.COUNT; i++) {
            final int statusClass = i;
            json.writeNumberField(StatusClass.word(i), sum(tallies, tally -> tally.statuses(statusClass)));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static long sum(List<ListenerTally> tallies, ToLongFunction<ListenerTally> what) {
        return tallies.stream().mapToLong(what).sum();
    }
}
