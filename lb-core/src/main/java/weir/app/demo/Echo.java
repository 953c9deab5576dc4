package weir.app.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request described in JSON, together with who describes it. */
final class Echo {
    private Echo() {}

    /** @param number how many requests this backend had before, plus one */
    static byte[] json(HttpExchange exchange, Identity identity, long number, ReceivedBody body) throws IOException {
        return Json.object(json -> {
            writeBackend(json, identity, number);
            json.writeStringField("client", authority(exchange.getRemoteAddress()));
            json.writeStringField("method", exchange.getRequestMethod());
            json.writeStringField("target", exchange.getRequestURI().toString());
            json.writeStringField("version", exchange.getProtocol());
            writeHeaders(json, exchange.getRequestHeaders());
            writeBody(json, body);
        });
    }

    private static void writeBackend(JsonGenerator json, Identity identity, long number) throws IOException {
        json.writeStringField("backend", identity.name());
        json.writeNumberField("port", identity.port());
        json.writeNumberField("pid", identity.pid());
        json.writeNumberField("sequence", number);
    }

    /** Lower case and sorted: the server keeps neither the case nor the order in which the names came. */
    private static void writeHeaders(JsonGenerator json, Map<String, List<String>> headers) throws IOException {
        final Map<String, List<String>> sorted = new TreeMap<>();
        headers.forEach((name, values) -> sorted.put(name.toLowerCase(Locale.ROOT), values));
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, List<String>> header : sorted.entrySet()) {
            json.writeFieldName(header.getKey());
            json.writeArray(
                    header.getValue().toArray(String[]::new),
                    0,
                    header.getValue().size());
        }
        json.writeEndObject();
    }

    private static void writeBody(JsonGenerator json, ReceivedBody body) throws IOException {
        json.writeObjectFieldStart("body");
        json.writeNumberField("bytes", body.bytes());
        json.writeStringField("sha256", body.sha256());
        if (body.text() != null) {
            json.writeStringField("text", body.text());
        }
        json.writeEndObject();
    }

    private static String authority(InetSocketAddress address) {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + shortened(host) + "]") + ":" + address.getPort();
    }

    /** The first of the longest runs of zeros as two colons (RFC 5952 §4.2). */
    private static String shortened(String ipv6) {
        for (int zeros = 8; zeros >= 2; zeros--) {
            final Matcher run = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|(?=%)|$)")
                    .matcher(ipv6);
            if (run.find()) {
                return run.replaceFirst("::");
            }
        }
        return ipv6;
    }
}
