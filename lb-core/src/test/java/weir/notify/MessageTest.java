package weir.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.model.EventKind;

class MessageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:15:30.250Z");

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void keepsToItsSchema(EventKind kind) throws IOException {
        final boolean isPools = kind == EventKind.POOL_EMPTY || kind == EventKind.POOL_RECOVERED;
        final Event event = isPools
                ? new Event(kind, NOW, "app", null, null, "why \"so\"\n", 0, 3)
                : new Event(kind, NOW, "app", "b2", "127.0.0.1:9002", "status 500", 2, 3);
        final byte[] message = Message.of(UUID.randomUUID().toString(), NOW, List.of(event, event), 7);
        assertEquals(List.of(), schema().validate(text(message), InputFormat.JSON));
    }

    /** Or the test above could not fail. */
    @Test
    void schemaRefusesWhatItDoesNotKnow() throws IOException {
        final Event event = new Event(EventKind.POOL_EMPTY, NOW, "app", null, null, "all are down", 0, 3);
        final String message = text(Message.of("x", NOW, List.of(event), 0));
        assertFalse(schema().validate(message.replace("\"pool-empty\"", "\"pool-sad\""), InputFormat.JSON)
                .isEmpty());
        assertFalse(schema().validate(message.replace("\"lost\"", "\"lots\""), InputFormat.JSON)
                .isEmpty());
    }

    @Test
    void saysItInOneLineToo() {
        assertEquals(
                "backend app/b2 is down: status 500 (2 of 3 usable)",
                Message.text(new Event(EventKind.BACKEND_DOWN, NOW, "app", "b2", "h:1", "status 500", 2, 3)));
        assertEquals(
                "pool app has no usable backend: b2 went last (0 of 3 usable)",
                Message.text(new Event(EventKind.POOL_EMPTY, NOW, "app", null, null, "b2 went last", 0, 3)));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/webhook.schema.json")), InputFormat.JSON);
    }
}
