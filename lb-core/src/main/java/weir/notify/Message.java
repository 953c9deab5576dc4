package weir.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** The JSON that a webhook gets; docs/webhook.schema.json says the same. Any thread. */
final class Message {
    /** Counts up when a receiver that knew the old form would misread the new one. */
    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private Message() {}

    /**
     * @param id of the message, the same in each attempt to deliver it
     * @param lost events that the receiver has not been told of since the last message, because it was too slow
     */
    static byte[] of(String id, Instant sent, List<Event> events, long lost) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("id", id);
            json.writeStringField("sent", sent.toString());
            json.writeNumberField("lost", lost);
            json.writeArrayFieldStart("events");
            for (Event event : events) {
                write(json, event);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", event.kind().word());
        json.writeStringField("time", event.time().toString());
        json.writeStringField("pool", event.pool());
        if (event.backend() != null) {
            json.writeStringField("backend", event.backend());
            json.writeStringField("address", event.address());
        }
        json.writeStringField("reason", event.reason());
        json.writeNumberField("usable", event.usable());
        json.writeNumberField("backends", event.backends());
        json.writeStringField("text", text(event));
        json.writeEndObject();
    }

    /** One line for a chat. */
    static String text(Event event) {
        final String subject =
                event.backend() == null ? "pool " + event.pool() : "backend " + event.pool() + "/" + event.backend();
        final String verb = switch (event.kind()) {
            case BACKEND_UP -> "is up";
            case BACKEND_DOWN -> "is down";
            case BACKEND_DRAIN -> "drains";
            case BACKEND_MAINTENANCE -> "is in maintenance";
            case BACKEND_READY -> "is ready again";
            case POOL_EMPTY -> "has no usable backend";
            case POOL_RECOVERED -> "has a usable backend again";
        };
        return subject + " " + verb + ": " + event.reason() + " (" + event.usable() + " of " + event.backends()
                + " usable)";
    }
}
