package weir.admin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.http.Method;

/** Requests as the tests need them. */
final class Requests {
    private Requests() {}

    static Request get(String path, String... fields) {
        return of(Method.GET, path, "", fields);
    }

    /** @param fields names in lower case and values in turn; a Host is added */
    static Request of(Method method, String path, String body, String... fields) {
        final Map<String, String> map = new HashMap<>(Map.of("host", "127.0.0.1:9900"));
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        final List<String> segments = Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        return new Request(
                method,
                map.get("host"),
                segments,
                Map.of(),
                map,
                !body.isEmpty(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
