package weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import weir.model.AddedBackend;
import weir.model.Backend;

/** What a client of the admin API writes and reads. Any thread. */
public final class ApiText {
    /** The field of a response that says why a change is not kept over a restart. */
    public static final String NOT_KEPT = "Weir-Not-Kept";

    private static final JsonFactory FACTORY = new JsonFactory();

    private ApiText() {}

    /** The body that adds a backend. */
    public static String addition(AddedBackend backend) {
        final byte[] body = Json.bytes(json -> {
            json.writeStringField("address", backend.address());
            json.writeStringField("id", backend.id());
            json.writeNumberField("weight", backend.weight());
            if (backend.connectionsMax() != Backend.UNLIMITED) {
                json.writeNumberField("max_connections", backend.connectionsMax());
            }
            json.writeBooleanField("backup", backend.isBackup());
        });
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A member of a JSON object, as text; null when there is none. */
    public static String member(byte[] object, String name) throws IOException {
        try (JsonParser json = FACTORY.createParser(object)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                final boolean isIt = json.currentName().equals(name);
                json.nextToken();
                if (isIt) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return null;
        }
    }
}
