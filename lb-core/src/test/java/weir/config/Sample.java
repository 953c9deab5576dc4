package weir.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The shortest useful file, with one value put somewhere: {@code with("pools.app.health.interval", "2x")}. */
final class Sample {
    static final String SHORTEST = """
            listeners:
              web: {bind: 127.0.0.1:8080, pool: app}
            pools:
              app:
                backends: [127.0.0.1:9001, 127.0.0.1:9002]
            """;

    private final Map<String, Object> root = new LinkedHashMap<>();

    private Sample() {
        put("listeners.web.bind", "127.0.0.1:8080");
        put("listeners.web.pool", "app");
        put("pools.app.backends", "[127.0.0.1:9001, 127.0.0.1:9002]");
    }

    /** @param value as it is written, quotes and all */
    static String with(String path, String value) {
        final Sample sample = new Sample();
        sample.put(path, value);
        return sample.write(sample.root);
    }

    @SuppressWarnings("unchecked") // what stands above a value is a map, because put made it
    private void put(String path, String value) {
        final String[] keys = path.split("\\.");
        Map<String, Object> map = root;
        for (int i = 0; i < keys.length - 1; i++) {
            map = (Map<String, Object>) map.computeIfAbsent(keys[i], key -> new LinkedHashMap<>());
        }
        map.put(keys[keys.length - 1], value);
    }

    private String write(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value.toString();
        }
        final StringBuilder out = new StringBuilder("{");
        map.forEach((key, below) ->
                out.append(key).append(": ").append(write(below)).append(", "));
        return out.append("}").toString();
    }
}
