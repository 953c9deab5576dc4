package weir.net.tls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import weir.net.Transport;
import weir.stats.Counter;

/**
 * One connection's way in: takes records from the socket and gives what is in them.
 *
 * <pre>
 *   socket --read--> cipher --unwrap--> the handler's buffer, if the record fits there
 *                              '------> plain --copy--> the handler's buffer
 * </pre>
 *
 * <p>Both buffers are the loop's scratch buffers during an event and, if something is left at its end, buffers of the pool. Between them they are ready to be
 * drained. Thread: owning loop only.
 */
final class RecordReader {
    /** Type, version, length (RFC 8446 §5.1). */
    private static final int HEADER_BYTES = 5;
    /** What TLS 1.2 allows (RFC 5246 §6.2.3); TLS 1.3 allows less. */
    static final int RECORD_BYTES_MAX = HEADER_BYTES + (1 << 14) + 2048;

    private final TlsLoop shared;
    private final SSLEngine engine;
    private final Transport under;
    private final boolean isTruncationBroken;
    /** Null = nothing. */
    private ByteBuffer cipher;
    /** Null = nothing. */
    private ByteBuffer plain;
    /** 0 until the peer's end, {@link Transport#EOF} or {@link Transport#GONE} then. */
    private int end;
    /** Why {@link #end} is GONE, if not because the socket says so. */
    private TlsFault fault;
    /** Handshake done. */
    private boolean isSecure;

    private HandshakeStatus asked = HandshakeStatus.NOT_HANDSHAKING;
    /** The last turn in which the socket had less than was asked for. */
    private long silentInTurn = -1;

    /** @param isTruncationBroken an end without close_notify is {@link Transport#GONE}, as what has come may not be all; else it is EOF */
    RecordReader(TlsLoop shared, SSLEngine engine, Transport under, boolean isTruncationBroken) {
        this.shared = shared;
        this.engine = engine;
        this.under = under;
        this.isTruncationBroken = isTruncationBroken;
    }

    // --- for the handler

    /** As {@link Transport#read}. */
    int read(ByteBuffer in) {
        final int start = in.position();
        copyPlain(in);
        boolean mayFill = in.position() == start; // else the socket will tell by itself
        while (in.hasRemaining() && end == 0) {
            if (hasRecord()) {
                unwrapInto(in);
            } else if (mayFill && fill() > 0) {
                mayFill = false;
            } else {
                break;
            }
        }
        final int count = in.position() - start;
        return count > 0 || end == 0 ? count : end;
    }

    /** The record goes where it fits. */
    private void unwrapInto(ByteBuffer in) {
        if (recordBytes() <= in.remaining()) {
            unwrap(in);
        } else if (unwrapAside()) {
            copyPlain(in);
        }
    }

    private void copyPlain(ByteBuffer in) {
        if (plain == null) {
            return;
        }
        final int count = Math.min(plain.remaining(), in.remaining());
        in.put(in.position(), plain, plain.position(), count).position(in.position() + count);
        plain.position(plain.position() + count);
        if (!plain.hasRemaining()) {
            plain = giveBack(plain);
        }
    }

    /** Reads and decrypts until there is something for the handler. Reads the socket once at most. False when there is nothing yet. */
    boolean findPayload() {
        boolean mayFill = true;
        while (plain == null && end == 0) {
            if (hasRecord()) {
                unwrapAside();
            } else if (mayFill && fill() > 0) {
                mayFill = false;
            } else {
                return false;
            }
        }
        return true;
    }

    /** Something for the handler is here, though the socket may have nothing. A record that is no payload counts, too. */
    boolean hasMore() {
        return plain != null || end != 0 || hasRecord();
    }

    /** Part of a record counts, as its rest would be taken for what comes next. */
    boolean holdsBytes() {
        return plain != null || end != 0 || cipher != null;
    }

    /** Nothing is here, and in this turn nothing was in the socket. */
    boolean isDrained() {
        return !holdsBytes() && silentInTurn == shared.loop().turnCount();
    }

    // --- from the socket

    /** Bytes of the next record, be it here as a whole or not; 0 = its length is not known yet. */
    int recordBytes() {
        if (cipher == null || cipher.remaining() < HEADER_BYTES) {
            return 0;
        }
        final int at = cipher.position() + HEADER_BYTES - 2;
        return HEADER_BYTES + ((cipher.get(at) & 0xff) << 8 | cipher.get(at + 1) & 0xff);
    }

    /** One whole record is here. */
    boolean hasRecord() {
        final int bytes = recordBytes();
        if (bytes > RECORD_BYTES_MAX) {
            fail(TlsFault.BROKEN_RECORD);
            return false;
        }
        return bytes > 0 && cipher.remaining() >= bytes;
    }

    /** The record that {@link #hasRecord}. Changed by whatever reads or decrypts. */
    ByteBuffer record() {
        return cipher;
    }

    /** The first byte that is here; -1 = none is. */
    int firstByte() {
        return cipher == null || !cipher.hasRemaining() ? -1 : cipher.get(cipher.position()) & 0xff;
    }

    /** Reads once; a count, or 0 when nothing is there, no buffer is, or it was the end. */
    int fill() {
        if (cipher == null) {
            if (!shared.hasBuffers()) {
                return 0;
            }
            shared.lendTo(this);
            cipher = shared.cipherScratch();
            cipher.position(0).limit(0);
        }
        cipher.compact();
        final int room = cipher.remaining();
        final int count = under.read(cipher);
        silentInTurn = count < room ? shared.loop().turnCount() : -1;
        cipher.flip();
        if (!cipher.hasRemaining()) {
            cipher = giveBack(cipher);
        }
        if (count < 0) {
            onSocketEnd(count);
        }
        return Math.max(0, count);
    }

    /** An end that close_notify has not announced may be anybody's work (RFC 8446 §6.1). */
    private void onSocketEnd(int how) {
        if (how == Transport.EOF && isSecure) {
            shared.count(Counter.TLS_TRUNCATIONS);
        }
        end = isTruncationBroken ? Transport.GONE : how;
    }

    /** Reads once and forgets it. False when nothing more will come. */
    boolean drop() {
        cipher = giveBack(cipher);
        fill();
        cipher = giveBack(cipher);
        return end == 0;
    }

    /** Nothing can be read, because what might be left over would have no place. */
    boolean lacksBuffers() {
        return cipher == null && !shared.hasBuffers();
    }

    // --- records

    /** Decrypts one record into the scratch buffer. False when it had no payload. */
    boolean unwrapAside() {
        shared.lendTo(this);
        final ByteBuffer aside = shared.plainScratch().clear();
        unwrap(aside);
        aside.flip();
        plain = aside.hasRemaining() ? aside : null;
        return plain != null;
    }

    /** Decrypts one record. */
    private void unwrap(ByteBuffer into) {
        try {
            final SSLEngineResult result = engine.unwrap(cipher, into);
            note(result.getHandshakeStatus());
            switch (result.getStatus()) {
                case OK -> {
                    if (result.bytesConsumed() == 0 && result.bytesProduced() == 0 && isSecure) {
                        fail(TlsFault.BROKEN_RECORD); // or it would be tried for ever
                    }
                }
                case CLOSED -> end = Transport.EOF;
                case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
                    fail(TlsFault.BROKEN_RECORD); // a whole record, and room for it
            }
        } catch (SSLException e) {
            fail(TlsFault.of(e, isSecure));
        } catch (RuntimeException e) { // an engine that cannot cope with what the peer has sent
            shared.loop().log(e);
            fail(TlsFault.ENGINE);
        }
        if (!cipher.hasRemaining()) {
            cipher = giveBack(cipher);
        }
    }

    private void note(HandshakeStatus status) {
        if (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            asked = status;
        }
    }

    /** What records have asked of the engine's owner since the last call; NOT_HANDSHAKING as a rule. */
    HandshakeStatus takeAsked() {
        final HandshakeStatus was = asked;
        asked = HandshakeStatus.NOT_HANDSHAKING;
        return was;
    }

    /** From here on records carry payload, and only now and then something else. */
    void onSecure() {
        isSecure = true;
        asked = HandshakeStatus.NOT_HANDSHAKING;
    }

    // --- ends

    /** As if the socket were broken. */
    void breakOff() {
        end = Transport.GONE;
    }

    void fail(TlsFault why) {
        if (end != Transport.GONE) {
            end = Transport.GONE;
            fault = why;
            if (isSecure) {
                shared.count(why.counter()); // before that the handshake counts its end
            }
        }
    }

    /** 0 until the peer's end. */
    int end() {
        return end;
    }

    /** Null unless the peer has done something wrong. */
    TlsFault fault() {
        return fault;
    }

    // --- buffers

    /** The event is over, or someone else needs the scratch buffers: what is left there moves to buffers of our own. */
    void stow() {
        cipher = stowed(cipher);
        plain = stowed(plain);
        shared.endLoan(this);
    }

    private ByteBuffer stowed(ByteBuffer buffer) {
        if (buffer == null || !shared.isScratch(buffer)) {
            return buffer;
        }
        if (!buffer.hasRemaining()) {
            return null;
        }
        final ByteBuffer own = shared.pool().take();
        if (own == null) {
            fail(TlsFault.NO_BUFFER);
            return null;
        }
        return own.order(ByteOrder.BIG_ENDIAN)
                .put(buffer)
                .flip(); // Conscrypt reads lengths of records as the buffer says
    }

    /** Null, to be assigned to where it was. */
    private ByteBuffer giveBack(ByteBuffer buffer) {
        if (buffer != null && !shared.isScratch(buffer)) {
            shared.pool().give(buffer);
        }
        return null;
    }

    void release() {
        cipher = giveBack(cipher);
        plain = giveBack(plain);
        shared.endLoan(this);
    }
}
