package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The admin API without a token, a connection for each request. */
record AdminClient(int port) {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+(?:\\{[^}]*})?) (\\S+)$");

    RawResponse ask(String method, String path, String body) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(method + " " + path
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            return client.read().whole();
        }
    }

    /** {@code member} is such as {@code "state": "drain"}. Returns what is answered, the backend as it then is. */
    String change(int backendPort, String member) throws IOException {
        final RawResponse response = ask("PUT", path(backendPort), "{" + member + "}");
        final String text = response.text();
        assertEquals(200, response.status(), text);
        return text;
    }

    private static String path(int backendPort) {
        return "/api/pools/app/backends/127.0.0.1:" + backendPort;
    }

    String text(String path) throws IOException {
        final RawResponse response = ask("GET", path, "");
        assertEquals(200, response.status());
        return response.text();
    }

    /** The value of a member of a backend that is a plain number or word. */
    String member(int backendPort, String name) throws IOException {
        final String json = text(path(backendPort));
        final Matcher member =
                Pattern.compile("\"" + name + "\" : \"?([\\w.-]+)").matcher(json);
        if (!member.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return member.group(1);
    }

    /** All samples of the page, by name with labels. */
    Map<String, Double> metrics() throws IOException {
        final Map<String, Double> samples = new TreeMap<>();
        final Matcher line = SAMPLE.matcher(text("/metrics"));
        while (line.find()) {
            samples.put(line.group(1), Double.parseDouble(line.group(2)));
        }
        return samples;
    }

    /** Of all series of that name together. */
    double sum(String metric) throws IOException {
        return metrics().entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(metric) || sample.getKey().startsWith(metric + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
