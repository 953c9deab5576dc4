package weir.testkit;

import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * TLS at the other end of one of Weir's connections, as client or as server.
 *
 * <p>Nothing leaves or is understood but in {@link #turn}, so records come cut anywhere, and a handshake takes a while.
 * What Weir sends must be faultless: an alert or a record that cannot be decrypted is an assertion error. Thread: the
 * test's.
 */
public final class SecuredPeer implements PeerWire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ScriptedPeer wire;
    private final SSLEngine engine;
    /** How many of the bytes that are left go next; 0 = none now. */
    private final IntUnaryOperator pieces;

    private final ByteBuffer record;
    private final ByteBuffer payload;
    private final StringBuilder received = new StringBuilder();
    private int seen;
    private int understoodBytes = -1;
    /** To be encrypted. */
    private final StringBuilder plainOut = new StringBuilder();
    /** To be sent; a character is a byte. */
    private final StringBuilder cipherOut = new StringBuilder();

    private boolean isEnding;
    private boolean isCutting;
    /** Nothing more will be sent. */
    private boolean isSilent;
    /** close_notify has come. */
    private boolean hasFarewell;

    /** @param engine new, in either mode */
    public SecuredPeer(ScriptedPeer wire, SSLEngine engine, IntUnaryOperator pieces) {
        this.wire = wire;
        this.engine = engine;
        this.pieces = pieces;
        record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        payload = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        try {
            engine.beginHandshake();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void turn() {
        receive();
        answer();
        encrypt();
        send();
    }

    private void receive() {
        if (wire.receivedBytes() == understoodBytes || hasFarewell) {
            return;
        }
        understoodBytes = wire.receivedBytes();
        final ByteBuffer records = ByteBuffer.wrap(Wire.bytes(wire.unseen()));
        while (unwrap(records)) {
            answer();
        }
        wire.sees(records.position());
    }

    /** One record. False when there is none, or it was the last. */
    private boolean unwrap(ByteBuffer records) {
        final SSLEngineResult result;
        try {
            result = engine.unwrap(records, payload.clear());
        } catch (SSLException e) {
            throw new AssertionError("not what TLS says: " + e.getMessage(), e);
        }
        received.append(Wire.text(payload.flip(), 0, payload.limit()));
        hasFarewell = result.getStatus() == SSLEngineResult.Status.CLOSED;
        return result.bytesConsumed() > 0 && !hasFarewell;
    }

    private void answer() {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (!wrap(NOTHING)) {
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private boolean wrap(ByteBuffer text) {
        if (isSilent) {
            return false;
        }
        try {
            engine.wrap(text, record.clear());
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
        record.flip();
        cipherOut.append(Wire.text(record, 0, record.limit()));
        return record.hasRemaining();
    }

    private void encrypt() {
        if (engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
            return;
        }
        final ByteBuffer text = ByteBuffer.wrap(Wire.bytes(plainOut.toString()));
        plainOut.setLength(0);
        while (text.hasRemaining() && wrap(text)) {}
        if (isEnding && !engine.isOutboundDone()) {
            engine.closeOutbound();
            answer();
        }
    }

    private void send() {
        if (isSilent) {
            return;
        }
        final int bytes = cipherOut.length() == 0 ? 0 : pieces.applyAsInt(cipherOut.length());
        if (bytes > 0) {
            wire.sends(cipherOut.substring(0, bytes));
            cipherOut.delete(0, bytes);
        }
        final boolean isAllSent = cipherOut.length() == 0 && plainOut.length() == 0;
        if (isCutting && (bytes > 0 || isAllSent) || isEnding && isAllSent && engine.isOutboundDone()) {
            isSilent = true;
            wire.ends();
        }
    }

    @Override
    public void sends(String text) {
        plainOut.append(text);
    }

    /** With close_notify, and FIN behind it. */
    @Override
    public void ends() {
        isEnding = true;
    }

    /** FIN without close_notify, perhaps within a record. */
    @Override
    public void cuts() {
        isCutting = true;
    }

    @Override
    public void resets() {
        isSilent = true;
        wire.resets();
    }

    @Override
    public void takesOnly(long bytes) {
        wire.takesOnly(bytes);
    }

    @Override
    public void takesAll() {
        wire.takesAll();
    }

    @Override
    public String unseen() {
        return received.substring(seen);
    }

    @Override
    public void sees(int bytes) {
        seen += bytes;
    }

    @Override
    public int receivedBytes() {
        return received.length();
    }

    @Override
    public boolean isEnded() {
        return hasFarewell || wire.isEnded() && wire.receivedBytes() == understoodBytes;
    }

    /** RFC 8446 §6.1: without close_notify it may be anybody's work. */
    @Override
    public boolean isReset() {
        return wire.isReset() || wire.isEnded() && !hasFarewell;
    }

    @Override
    public boolean isClosed() {
        return wire.isClosed();
    }
}
