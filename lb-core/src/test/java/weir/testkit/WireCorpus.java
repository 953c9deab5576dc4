package weir.testkit;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages as they come over the wire, by name. Recorded shapes with neutral names in them; the parsers' tests, the
 * fuzzer and the scripts of other tests start from these.
 */
public final class WireCorpus {
    private static final Map<String, String> REQUESTS = new LinkedHashMap<>();
    private static final Map<String, String> RESPONSES = new LinkedHashMap<>();
    private static final Map<String, String> CHUNKED_BODIES = new LinkedHashMap<>();

    static {
        request("curl-get", """
                GET /hello?name=weir HTTP/1.1
                Host: 127.0.0.1:8080
                User-Agent: curl/7.88.1
                Accept: */*

                """);
        request("wrk-get", """
                GET / HTTP/1.1
                Host: 127.0.0.1:8080

                """);
        request("ab-get", """
                GET / HTTP/1.0
                Connection: Keep-Alive
                Host: localhost:8080
                User-Agent: ApacheBench/2.3
                Accept: */*

                """);
        request("oldest-get", """
                GET /index.html HTTP/1.0

                """);
        request("browser-get", browserGet("session=5f2c8b9d1e7a4c36; theme=dark"));
        request("cookies-4k", browserGet(cookies()));
        request("api-post", """
                POST /v1/accounts/4711/orders HTTP/1.1
                Host: api.example.com
                User-Agent: orders-client/3.14
                Accept: application/json
                Content-Type: application/json
                Content-Length: 57
                Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiI0NzExIn0.
                X-Request-Id: 0b5e1c2f-7d64-4f8e-9a57-3c1d2e4f5a6b
                Idempotency-Key: 6f1d

                """);
        request("chunked-post", """
                POST /upload HTTP/1.1
                Host: example.com
                Transfer-Encoding: chunked
                Content-Type: application/octet-stream
                TE: trailers
                Trailer: X-Checksum

                """);
        request("expect-put", """
                PUT /files/report.pdf HTTP/1.1
                Host: files.example.com
                User-Agent: curl/7.88.1
                Content-Length: 1048576
                Expect: 100-continue

                """);
        request("websocket", """
                GET /chat HTTP/1.1
                Host: server.example.com
                Connection: keep-alive, Upgrade
                Upgrade: websocket
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                Origin: http://example.com

                """);
        request("absolute-form", """
                GET http://www.example.com:8080/pub/WWW/?q=1 HTTP/1.1
                Host: www.example.com:8080
                Proxy-Connection: keep-alive

                """);
        request("options-asterisk", """
                OPTIONS * HTTP/1.1
                Host: www.example.org
                Max-Forwards: 3

                """);
        request("behind-proxy", """
                GET /a HTTP/1.1
                Host: example.com
                X-Forwarded-For: 192.0.2.1
                X-Forwarded-Proto: https
                Forwarded: for=192.0.2.1;proto=https
                Via: 1.1 other
                X-Real-IP: 192.0.2.1
                Connection: close, X-Internal
                X-Internal: secret
                Keep-Alive: timeout=5

                """);
        request(
                "odd-but-valid",
                "\r\nM-SEARCH /%2e%2E/;p=1?a=b&c=%00!$'()*+,:@ HTTP/1.1\r\n"
                        + "hOsT:[2001:db8::1]:8080\r\nEmpty:\r\nBlank: \t \r\nX-Obs: caf\u00e9\r\nTabs:\ta\tb\t\r\n!#$%&'*+-.^_`|~: 1\r\n\r\n");

        response("ok-length", """
                HTTP/1.1 200 OK
                Server: origin
                Date: Fri, 20 Nov 2026 10:00:00 GMT
                Content-Type: text/plain
                Content-Length: 13
                Connection: keep-alive

                """);
        response("ok-chunked", """
                HTTP/1.1 200 OK
                Content-Type: application/json
                Transfer-Encoding: chunked
                Vary: Accept-Encoding
                Trailer: X-Time

                """);
        response("ok-until-close", """
                HTTP/1.0 200 OK
                Content-Type: text/html

                """);
        response("no-content", """
                HTTP/1.1 204 No Content
                Date: Fri, 20 Nov 2026 10:00:00 GMT
                Set-Cookie: a=1
                Set-Cookie: b=2

                """);
        response("not-modified", """
                HTTP/1.1 304 Not Modified
                ETag: "abc"
                Content-Length: 1234

                """);
        response("continue", """
                HTTP/1.1 100 Continue

                """);
        response("switching", """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

                """);
        response("redirect", """
                HTTP/1.1 301 Moved Permanently
                Location: https://example.com/
                Content-Length: 0
                Connection: close

                """);
        response("no-reason", "HTTP/1.1 503\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n");
        response("empty-reason", "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n");
        response("obs-text-reason", "HTTP/1.1 404 Pas trouv\u00e9\r\nContent-Length: 0\r\n\r\n");

        chunked("one-chunk", "d\r\nHello, world!\r\n0\r\n\r\n");
        chunked("empty", "0\r\n\r\n");
        chunked("many-chunks", "5\r\nHello\r\n2\r\n, \r\n6\r\nworld!\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n");
        chunked("leading-zeros", "0005\r\nHello\r\n000\r\n\r\n");
        chunked("upper-hex", "1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n");
        chunked("extensions", "5;a\r\nHello\r\n7 ; b=c ;d=\"e\\\"\t;f\"\r\n, world\r\n1;x=y;z\r\n!\r\n0;last\r\n\r\n");
        chunked("trailers", "d\r\nHello, world!\r\n0\r\nX-Checksum: 4711\r\nEmpty:\r\nX-B: \tcaf\u00e9\r\n\r\n");
        chunked("crlf-inside", "6\r\n\r\n\r\n\r\n\r\n4\r\n0\r\n\r\r\n0\r\n\r\n");
    }

    private WireCorpus() {}

    /** Names of request heads. */
    public static List<String> requests() {
        return List.copyOf(REQUESTS.keySet());
    }

    /** Names of response heads. */
    public static List<String> responses() {
        return List.copyOf(RESPONSES.keySet());
    }

    /** Names of bodies in the chunked coding. */
    public static List<String> chunkedBodies() {
        return List.copyOf(CHUNKED_BODIES.keySet());
    }

    public static String text(String name) {
        for (Map<String, String> kind : List.of(REQUESTS, RESPONSES, CHUNKED_BODIES)) {
            if (kind.containsKey(name)) {
                return kind.get(name);
            }
        }
        throw new IllegalArgumentException(name);
    }

    public static byte[] bytes(String name) {
        return Wire.bytes(text(name));
    }

    /** A fresh direct little-endian buffer whose whole capacity is the message. */
    public static ByteBuffer direct(String name) {
        return Wire.direct(bytes(name));
    }

    private static void request(String name, String text) {
        REQUESTS.put(name, withCrlf(text));
    }

    private static void response(String name, String text) {
        RESPONSES.put(name, withCrlf(text));
    }

    private static void chunked(String name, String text) {
        CHUNKED_BODIES.put(name, text);
    }

    private static String withCrlf(String text) {
        return text.contains("\r") ? text : Wire.crlf(text);
    }

    private static String browserGet(String cookies) {
        return """
                GET /shop/shoes?page=2 HTTP/1.1
                Host: shop.example.com
                User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
                Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
                Accept-Language: en-GB,en;q=0.7,de;q=0.3
                Accept-Encoding: gzip, deflate
                Referer: http://shop.example.com/shop
                Connection: keep-alive
                Cookie: %s
                Upgrade-Insecure-Requests: 1
                Sec-Fetch-Dest: document
                Sec-Fetch-Mode: navigate
                Sec-Fetch-Site: same-origin
                Sec-Fetch-User: ?1
                Priority: u=0, i

                """.formatted(cookies);
    }

    /** About 4 KiB of them, in one field as browsers send them. */
    private static String cookies() {
        final StringBuilder text = new StringBuilder("session=5f2c8b9d1e7a4c36");
        for (int i = 0; text.length() < 4_000; i++) {
            text.append("; c").append(i).append('=').append("k7Qz".repeat(5 + i % 20));
        }
        return text.toString();
    }
}
