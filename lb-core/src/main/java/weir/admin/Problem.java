package weir.admin;

import java.util.List;
import weir.http.Status;

/** What went wrong with a request, as problem details (RFC 9457). Any thread. */
final class Problem {
    private static final String TYPE = "application/problem+json";

    private Problem() {}

    /** @param detail one sentence for people, without a full stop */
    static Response of(int status, String detail) {
        return of(status, detail, List.of());
    }

    /** @param errors one for each thing that must be mended; empty = the detail says it all */
    static Response of(int status, String detail, List<String> errors) {
        return Response.of(status, TYPE, Json.bytes(json -> {
            json.writeStringField("title", Status.phrase(status));
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (!errors.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (String error : errors) {
                    json.writeString(error);
                }
                json.writeEndArray();
            }
        }));
    }
}
