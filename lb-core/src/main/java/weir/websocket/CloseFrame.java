package weir.websocket;

/** The frame that says good-bye: "going away", as a server does that stops (RFC 6455 §5.5.1, §7.4.1). */
public final class CloseFrame {
    private static final int GOING_AWAY = 1001;
    private static final byte FIN_CLOSE = (byte) 0x88;
    private static final byte MASKED = (byte) 0x80;
    private static final byte CODE_BYTES = 2;

    private CloseFrame() {}

    /** As a server sends it. */
    public static byte[] ofServer() {
        return new byte[] {FIN_CLOSE, CODE_BYTES, (byte) (GOING_AWAY >> 8), (byte) GOING_AWAY};
    }

    /** As a client sends it; the key should be another one each time. */
    public static byte[] ofClient(int key) {
        final byte first = (byte) (key >> 24);
        final byte second = (byte) (key >> 16);
        return new byte[] {
            FIN_CLOSE,
            MASKED | CODE_BYTES,
            first,
            second,
            (byte) (key >> 8),
            (byte) key,
            (byte) (GOING_AWAY >> 8 ^ first),
            (byte) (GOING_AWAY ^ second)
        };
    }
}
