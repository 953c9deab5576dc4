package weir.bench.idle;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The server under test and what it is asked. Immutable, any thread. */
record Target(String host, int port, String path) {
    private static final int PORT_MAX = 65_535;

    /** From {@code HOST:PORT}. */
    static Target parse(String hostAndPort, String path) {
        final int colon = hostAndPort.lastIndexOf(':');
        final int port = colon < 1 ? 0 : portOf(hostAndPort.substring(colon + 1));
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(hostAndPort + ", must be HOST:PORT");
        }
        return new Target(hostAndPort.substring(0, colon), port, path);
    }

    /** Resolved anew on each call. */
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    byte[] request() {
        final String text = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static int portOf(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
