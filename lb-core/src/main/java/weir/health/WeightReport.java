package weir.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import weir.model.Backend;

/**
 * What a backend says about its own weight in the body of a check: {@code {"weight": 40}}, beside other members.
 * Immutable.
 *
 * @param fault why there is no weight, for people; null when there is one
 */
record WeightReport(double weight, String fault) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Never throws: what a peer sends is a value. */
    static WeightReport read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return fault("the body is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final boolean isWeight = parser.currentName().equals("weight");
                final JsonToken value = parser.nextToken();
                if (isWeight) {
                    return value.isNumeric() ? of(parser.getDoubleValue()) : fault("weight is no number");
                }
                parser.skipChildren();
            }
            return fault("the body has no weight");
        } catch (IOException e) {
            return fault("the body is no complete JSON");
        }
    }

    private static WeightReport of(double weight) {
        return weight >= 0 && weight <= Backend.WEIGHT_MAX
                ? new WeightReport(weight, null)
                : fault("weight is not within 0.." + (int) Backend.WEIGHT_MAX);
    }

    private static WeightReport fault(String reason) {
        return new WeightReport(0, reason);
    }
}
