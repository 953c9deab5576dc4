package weir.http1;

/** Requests that many tests send. */
final class Messages {
    static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    static final String HEAD = "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n";
    static final String GET_1_0 = "GET /a HTTP/1.0\r\nHost: x\r\n\r\n";
    static final String POST_HEAD = "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";
    static final String POST = POST_HEAD + "0123456789";

    private Messages() {}

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    static String post(String body) {
        return "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String put(String body) {
        return "PUT /p HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A text in which a lost, doubled or displaced piece shows. */
    static String body(int bytes) {
        final StringBuilder text = new StringBuilder(bytes + 8);
        for (int i = 0; text.length() < bytes; i++) {
            text.append(i).append('.');
        }
        return text.substring(0, bytes);
    }

    static String chunked(String body, int chunkBytes) {
        final StringBuilder wire = new StringBuilder();
        for (int at = 0; at < body.length(); at += chunkBytes) {
            final String data = body.substring(at, Math.min(body.length(), at + chunkBytes));
            wire.append(Integer.toHexString(data.length()))
                    .append("\r\n")
                    .append(data)
                    .append("\r\n");
        }
        return wire.append("0\r\n\r\n").toString();
    }
}
