package weir.app.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;

/** Sends responses, and knows which have no body. */
final class Reply {
    /** What the JDK's server takes these lengths for. */
    private static final int CHUNKED = 0, NO_BODY = -1;

    private static final int NO_CONTENT = 204, RESET_CONTENT = 205, NOT_MODIFIED = 304;

    private Reply() {}

    static void json(HttpExchange exchange, int status, Json.Fields fields) throws IOException {
        send(exchange, status, new JsonContent(Json.object(fields)), false, false);
    }

    static void error(HttpExchange exchange, int status, String message) throws IOException {
        json(exchange, status, json -> json.writeStringField("error", message));
    }

    /** Answers with 405 and returns false unless the method is one of these. */
    static boolean allows(HttpExchange exchange, String... methods) throws IOException {
        if (List.of(methods).contains(exchange.getRequestMethod())) {
            return true;
        }
        final String allowed = String.join(", ", methods);
        exchange.getResponseHeaders().set("Allow", allowed);
        error(exchange, 405, exchange.getRequestMethod() + ": must be " + allowed);
        return false;
    }

    /**
     * Sends a whole response, or its head and half of its body.
     *
     * @param chunked do not say the length, even if it is known
     * @param half throw when half of the body is on its way, so that the connection is closed
     */
    static void send(HttpExchange exchange, int status, Content content, boolean chunked, boolean half)
            throws IOException {
        final long length = chunked ? Content.UNKNOWN : content.length();
        exchange.getResponseHeaders().set("Content-Type", content.type());
        if (hasNoBody(exchange, status)) {
            sendHead(exchange, status, length);
            return;
        }
        exchange.sendResponseHeaders(status, length == Content.UNKNOWN ? CHUNKED : length == 0 ? NO_BODY : length);
        content.writeTo(exchange.getResponseBody(), half);
        if (half) {
            exchange.getResponseBody().flush();
            throw new IOException("closed in the middle of the response, as asked");
        }
    }

    /** RFC 9110 §8.6: the length that a GET would have, but none where no GET would have a body. */
    private static void sendHead(HttpExchange exchange, int status, long length) throws IOException {
        if (length != Content.UNKNOWN && status != NO_CONTENT && status != RESET_CONTENT) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
        }
        exchange.sendResponseHeaders(status, NO_BODY);
    }

    private static boolean hasNoBody(HttpExchange exchange, int status) { // RFC 9110 §6.4.1
        return exchange.getRequestMethod().equals("HEAD")
                || status == NO_CONTENT
                || status == RESET_CONTENT
                || status == NOT_MODIFIED;
    }
}
