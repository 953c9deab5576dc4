package weir.app.demo;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The query parameters of one request. Those nobody asks for are no error; of a repeated one the first counts. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    private Query(String raw) {
        for (String pair : raw.split("&")) {
            final int equals = pair.indexOf('=');
            final String name = equals < 0 ? pair : pair.substring(0, equals);
            values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
    }

    static Query of(HttpExchange exchange) {
        final String raw = exchange.getRequestURI().getRawQuery();
        return new Query(raw == null ? "" : raw);
    }

    /** The value as it was sent, or null when there is none. */
    String text(String name) {
        return values.get(name);
    }

    boolean flag(String name) throws BadParameter {
        final String text = values.getOrDefault(name, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadParameter(name, text, "true or false");
        }
        return text.equals("true");
    }

    int number(String name, int absent, int min, int max) throws BadParameter {
        final String text = values.get(name);
        if (text == null) {
            return absent;
        }
        final int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < min || number > max) {
            throw new BadParameter(name, text, "a number " + min + ".." + max);
        }
        return number;
    }

    int milliseconds(String name, int absent) throws BadParameter {
        final String text = values.get(name);
        final int ms = text == null ? absent : Quantity.milliseconds(text);
        if (text != null && ms < 0) {
            throw new BadParameter(name, text, "a time up to 10m such as 200ms or 10s");
        }
        return ms;
    }

    long bytes(String name, long absent) throws BadParameter {
        final String text = values.get(name);
        final long bytes = text == null ? absent : Quantity.bytes(text);
        if (text != null && bytes < 0) {
            throw new BadParameter(name, text, "a size such as 1000, 16KiB, 10MiB or 1GiB");
        }
        return bytes;
    }

    Delay delay(String name, Delay absent) throws BadParameter {
        final String text = values.get(name);
        try {
            return text == null ? absent : Delay.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadParameter(name, text, Delay.ACCEPTED);
        }
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw, StandardCharsets.UTF_8); // escapes are well-formed: java.net.URI has checked them
    }
}
