package weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a client of the admin API writes and reads. Any thread. */
public final class ApiText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ApiText() {}

    /**
     * The body that adds a backend.
     *
     * @param id null = the address
     * @param weight null = the usual
     */
    public static String addition(String address, String id, Double weight) {
        final byte[] body = Json.bytes(json -> {
            json.writeStringField("address", address);
            if (id != null) {
                json.writeStringField("id", id);
            }
            if (weight != null) {
                json.writeNumberField("weight", weight);
            }
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
