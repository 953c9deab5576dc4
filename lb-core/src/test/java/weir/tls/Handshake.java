package weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines of this process that shake hands. */
final class Handshake {
    private static final int BYTES = 40_000;
    private static final int ROUNDS = 20;

    private Handshake() {}

    /** Back and forth until both have done, and tickets have come. Gives all bytes that the client has sent. */
    static String between(SSLEngine client, SSLEngine server) throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        final ByteBuffer up = ByteBuffer.allocate(BYTES);
        final ByteBuffer down = ByteBuffer.allocate(BYTES);
        final StringBuilder sent = new StringBuilder();
        for (int round = 0; round < ROUNDS; round++) {
            sent.append(step(client, down, up));
            step(server, up, down);
        }
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, client.getHandshakeStatus());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, server.getHandshakeStatus());
        server.wrap(ByteBuffer.allocate(1), down); // Conscrypt sends tickets with the first payload
        sent.append(step(client, down, up));
        return sent.toString();
    }

    /** Does what one side can. Gives the bytes that it has sent. */
    private static String step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        final int start = out.position();
        final ByteBuffer aside = ByteBuffer.allocate(BYTES);
        while (mayGoOn(engine, in, out, aside)) {}
        return new String(out.array(), start, out.position() - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean mayGoOn(SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer aside)
            throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                engine.getDelegatedTask().run();
                return true;
            }
            case NEED_WRAP -> {
                return engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
            }
            default -> {
                in.flip();
                final int consumed = engine.unwrap(in, aside).bytesConsumed();
                in.compact();
                return consumed > 0
                        || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                        || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
            }
        }
    }
}
