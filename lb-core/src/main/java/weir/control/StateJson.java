package weir.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.OperatorPoolState;
import weir.model.OperatorState;

/**
 * What a state file says, as {@link weir.config.StateText} reads it. With line breaks, because people read it, too. Any
 * thread.
 */
final class StateJson {
    private StateJson() {}

    static byte[] text(OperatorState state) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            final DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            json.writeStartObject();
            json.writeNumberField(OperatorState.VERSION_KEY, OperatorState.VERSION);
            if (!state.pools().isEmpty()) {
                json.writeObjectFieldStart("pools");
                for (Map.Entry<String, OperatorPoolState> pool : state.pools().entrySet()) {
                    json.writeObjectFieldStart(pool.getKey());
                    pool(json, pool.getValue());
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail like that
        }
        return out.toByteArray();
    }

    private static void pool(JsonGenerator json, OperatorPoolState pool) throws IOException {
        if (!pool.changed().isEmpty()) {
            json.writeArrayFieldStart("changed");
            for (OperatorPoolState.Change change : pool.changed()) {
                change(json, change);
            }
            json.writeEndArray();
        }
        if (!pool.added().isEmpty()) {
            json.writeArrayFieldStart("added");
            for (AddedBackend backend : pool.added()) {
                added(json, backend);
            }
            json.writeEndArray();
        }
        if (!pool.removed().isEmpty()) {
            json.writeArrayFieldStart("removed");
            for (OperatorPoolState.Removed backend : pool.removed()) {
                json.writeStartObject();
                json.writeStringField("id", backend.id());
                json.writeStringField("address", backend.address());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void change(JsonGenerator json, OperatorPoolState.Change change) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", change.id());
        if (change.state() != AdminState.READY) {
            json.writeStringField("state", change.state().word());
        }
        if (change.weight() != null) {
            weight(json, change.weight());
        }
        json.writeEndObject();
    }

    private static void added(JsonGenerator json, AddedBackend backend) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", backend.id());
        json.writeStringField("address", backend.address());
        weight(json, backend.weight());
        if (backend.connectionsMax() != Backend.UNLIMITED) {
            json.writeNumberField(Backend.CONNECTIONS_RANGE.key(), backend.connectionsMax());
        }
        if (backend.isBackup()) {
            json.writeBooleanField("backup", true);
        }
        json.writeEndObject();
    }

    /** Exactly, and without an exponent, as the configuration would have it. */
    private static void weight(JsonGenerator json, double weight) throws IOException {
        json.writeFieldName("weight");
        json.writeNumber(
                weight == Math.rint(weight)
                        ? Long.toString((long) weight)
                        : BigDecimal.valueOf(weight).toPlainString());
    }
}
