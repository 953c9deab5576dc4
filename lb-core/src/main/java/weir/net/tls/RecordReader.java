package weir.net.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.buf.BufferQueue.Use;
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
 * <p>Both are the loop's scratch buffers, and only during an event. What is left at its end moves to one buffer of this
 * connection: the rest of the records, and behind it what the handler has no room for. Together these have never more
 * bytes than came with one read. So that there is a place for them an ordinary buffer is held during each event;
 * afterwards a small one does, if they are few, or none. Thread: owning loop only.
 */
final class RecordReader extends BufferQueue.Holder {
    /** Type, version, length (RFC 8446 §5.1). */
    private static final int HEADER_BYTES = 5;
    /** What TLS 1.2 allows (RFC 5246 §6.2.3); TLS 1.3 allows less. */
    static final int RECORD_BYTES_MAX = HEADER_BYTES + (1 << 14) + 2048;

    private final TlsLoop shared;
    private final TlsTransport transport;
    private final SSLEngine engine;
    private final Transport under;
    private final boolean isTruncationBroken;
    /** Null = nothing, or it rests. */
    private ByteBuffer cipher;
    /** Null = nothing, or it rests. */
    private ByteBuffer plain;
    /** Where things rest between events, and what is held meanwhile; null = nothing does. */
    private ByteBuffer own;
    /** In {@link #own}, from its start on. */
    private int restCipherBytes;
    /** Behind these. */
    private int restPlainBytes;
    /** A record has been decrypted since the peer was last given time for one. */
    private boolean hasNewRecord;
    /** 0 until the peer's end, {@link Transport#EOF} or {@link Transport#GONE} then. */
    private int end;
    /** Why {@link #end} is GONE, if not because the socket says so. */
    private TlsFault fault;
    /** Handshake done. */
    private boolean isSecure;

    private HandshakeStatus asked = HandshakeStatus.NOT_HANDSHAKING;
    /** The last turn in which the socket had less than was asked for. */
    private long silentInTurn = -1;

    /**
     * @param isTruncationBroken an end without close_notify is {@link Transport#GONE}, as what has come may not be all;
     *     else it is EOF
     */
    RecordReader(
            TlsLoop shared, TlsTransport transport, SSLEngine engine, Transport under, boolean isTruncationBroken) {
        this.shared = shared;
        this.transport = transport;
        this.engine = engine;
        this.under = under;
        this.isTruncationBroken = isTruncationBroken;
    }

    // --- for the handler

    /** As {@link Transport#read}. */
    int read(ByteBuffer in) {
        final int start = in.position();
        copyPlain(in);
        boolean mayFill = in.position() == start; // else the socket becomes ready by itself
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
            plain = null;
        }
    }

    /**
     * Reads and decrypts until there is something for the handler. Reads the socket once at most. False when there is
     * nothing yet.
     */
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

    /**
     * Something for the handler is here, though the socket may have nothing. A record that is no payload counts, too.
     */
    boolean hasMore() {
        return plain != null || restPlainBytes > 0 || end != 0 || hasRecord();
    }

    /** Part of a record counts, as its rest would be taken for what comes next. */
    boolean holdsBytes() {
        return plain != null || end != 0 || cipher != null || restCipherBytes + restPlainBytes > 0;
    }

    /** Nothing is here, and in this turn nothing was in the socket. */
    boolean isDrained() {
        return !holdsBytes() && silentInTurn == shared.loop().turnCount();
    }

    // --- from the socket

    /** Bytes of the next record, whether or not it is here as a whole; 0 = its length is not known yet. */
    int recordBytes() {
        if (cipherBytes() < HEADER_BYTES) {
            return 0;
        }
        return cipher == null ? recordBytes(own, 0) : recordBytes(cipher, cipher.position());
    }

    /** Of that whose header is there. */
    private static int recordBytes(ByteBuffer from, int start) {
        final int at = start + HEADER_BYTES - 2;
        return HEADER_BYTES + ((from.get(at) & 0xff) << 8 | from.get(at + 1) & 0xff);
    }

    private int cipherBytes() {
        return cipher == null ? restCipherBytes : cipher.remaining();
    }

    /** One whole record is here. */
    boolean hasRecord() {
        final int bytes = recordBytes();
        if (bytes > RECORD_BYTES_MAX) {
            fail(TlsFault.BROKEN_RECORD);
            return false;
        }
        return bytes > 0 && cipherBytes() >= bytes;
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
        if (!isReady()) {
            return 0;
        }
        if (cipher == null) {
            cipher = shared.cipherScratch();
            cipher.position(0).limit(0);
        }
        cipher.compact();
        if (isAwaited()) {
            cipher.limit(Math.min(cipher.limit(), cipher.position() + restOfRecord(cipher.position())));
        }
        final int room = cipher.remaining();
        final int count = under.read(cipher);
        silentInTurn = count < room ? shared.loop().turnCount() : -1;
        cipher.flip();
        if (!cipher.hasRemaining()) {
            cipher = null;
        }
        if (count < 0) {
            onSocketEnd(count);
        }
        return Math.max(0, count);
    }

    /**
     * Part of a record is here, and others wait for the buffer that it will be kept in: it is free when no more is read
     * than the rest.
     */
    private boolean isAwaited() {
        return cipher.position() > 0 && buffers().waiting(Side.REQUESTS) > 0;
    }

    /** Of the one whose first bytes are at the start of {@link #cipher}; of its header, if that is not here. */
    private int restOfRecord(int bytes) {
        return (bytes < HEADER_BYTES ? HEADER_BYTES : recordBytes(cipher, 0)) - bytes;
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
        cipher = null;
        fill();
        cipher = null;
        return end == 0;
    }

    /**
     * True after what rested has come back, and there is a place for what will be left over. If not, {@link #await},
     * and nothing else until then.
     */
    boolean isReady() {
        if (shared.isLentTo(this) || end != 0 && own == null) {
            return true;
        }
        if (!takePlace()) {
            return false;
        }
        shared.lendTo(this);
        own.limit(restCipherBytes + restPlainBytes).position(0);
        cipher = back(shared.cipherScratch(), restCipherBytes);
        plain = back(shared.plainScratch(), restPlainBytes);
        restCipherBytes = 0;
        restPlainBytes = 0;
        return true;
    }

    /** True when there is a place for what will be left over, now or from before, or nothing will be. */
    boolean takePlace() {
        if (!hasPlace() && (end == 0 || own != null)) {
            final ByteBuffer taken = buffers().take(Side.REQUESTS); // null while this one waits itself
            if (taken == null) {
                return false;
            }
            accept(taken);
        }
        return true;
    }

    boolean hasPlace() {
        return own != null && shared.isOfStock(own);
    }

    private BufferQueue buffers() {
        return shared.buffers(transport.isForClient());
    }

    private ByteBuffer back(ByteBuffer into, int bytes) {
        if (bytes == 0) {
            return null;
        }
        into.clear().limit(bytes);
        into.put(0, own, own.position(), bytes);
        own.position(own.position() + bytes);
        return into;
    }

    /** Stands in line for a buffer; {@link TlsTransport#onReadBuffer} follows. */
    void await() {
        shared.count(Counter.BUFFER_WAITS);
        buffers().await(Side.REQUESTS, this);
    }

    /** In place of none, or of a small one. */
    @Override
    protected void accept(ByteBuffer taken) {
        if (own != null) {
            taken.put(0, own, 0, restCipherBytes + restPlainBytes);
            shared.small().give(own);
        }
        own = taken;
    }

    @Override
    protected void onBuffer() {
        transport.onReadBuffer();
    }

    @Override
    protected void onScarce() {
        throw new IllegalStateException("nothing is kept to be read again");
    }

    @Override
    protected void onEvicted() {
        final Transport.Holder holder = transport.holder();
        final boolean isOwed = use(holder) == Use.OWED;
        if (holder == null || hasRest() && isOwed) {
            transport.onEvicted(isOwed);
        } else {
            holder.onEvicted();
        }
    }

    // --- records

    /** Decrypts one record into the scratch buffer. False when it had no payload. */
    boolean unwrapAside() {
        final ByteBuffer aside = shared.plainScratch().clear();
        unwrap(aside);
        aside.flip();
        plain = aside.hasRemaining() ? aside : null;
        return plain != null;
    }

    /** Decrypts one record. */
    private void unwrap(ByteBuffer into) {
        hasNewRecord = true;
        if (transport.holder() == null && !isWaiting()) {
            buffers().forget(this); // what it owed has come; who has reserved it owes more than a record
        }
        try {
            final SSLEngineResult result = engine.unwrap(cipher, into);
            note(result.getHandshakeStatus());
            switch (result.getStatus()) {
                case OK -> {
                    if (result.bytesConsumed() == 0 && result.bytesProduced() == 0 && isSecure) {
                        fail(TlsFault.BROKEN_RECORD); // or it would be tried forever
                    }
                }
                case CLOSED -> {
                    // Conscrypt says so of each record behind our own end, too.
                    if (engine.isInboundDone() || result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                        end = Transport.EOF;
                    }
                }
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
            cipher = null;
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

    /** close_notify has come. */
    boolean hasFarewell() {
        return end == Transport.EOF && engine.isInboundDone();
    }

    /** Null unless the peer has done something wrong. */
    TlsFault fault() {
        return fault;
    }

    // --- buffers

    /** Part of a record is here, and its rest is owed. */
    boolean holdsPart() {
        return end == 0 && cipherBytes() > 0 && !hasRecord();
    }

    /** True when that part is another one than at the last call. */
    boolean takeNewPart() {
        final boolean was = hasNewRecord;
        hasNewRecord = false;
        return was;
    }

    /** Someone else needs the scratch buffers: what is there moves to our own. */
    void park() {
        restCipherBytes = rest(cipher, 0);
        cipher = null;
        restPlainBytes = rest(plain, restCipherBytes);
        plain = null;
        shared.endLoan(this);
    }

    private int rest(ByteBuffer from, int at) {
        if (from == null) {
            return 0;
        }
        own.clear();
        own.put(at, from, from.position(), from.remaining());
        return from.remaining();
    }

    /** The event is over: what is left moves to a buffer of our own, as small as may be. */
    void stow() {
        if (shared.isLentTo(this)) {
            park();
        }
        if (!hasPlace() || isWaiting()) {
            return;
        }
        final int bytes = restCipherBytes + restPlainBytes;
        final Transport.Holder holder = transport.holder();
        if (bytes == 0 && holder == null) {
            giveBack();
            return;
        }
        final ByteBuffer small = holder == null && bytes <= shared.small().bufferBytes()
                ? shared.small().take()
                : null;
        if (small != null) {
            small.put(0, own, 0, bytes);
            giveBack();
            own = small;
        } else {
            sayUse();
        }
    }

    /** Between events, after what it depends on has changed. */
    void sayUse() {
        if (!hasPlace() || isWaiting() || shared.isLentTo(this)) {
            return;
        }
        final Transport.Holder holder = transport.holder();
        if (hasRest() || holder != null) {
            final Use use = transport.isForClient() ? use(holder) : Use.NEEDED;
            buffers().use(Side.REQUESTS, this, use, shared.loop().nowNs());
        }
    }

    private boolean hasRest() {
        return restCipherBytes + restPlainBytes > 0;
    }

    /**
     * Of a client's. What is only reserved is for what its holder has it for. The rest of a record is owed by who is
     * read; the rest of one that is not read may have come long ago.
     */
    private Use use(Transport.Holder holder) {
        final boolean isWhole = hasRest() && (restPlainBytes > 0 || !holdsPart());
        if (isWhole || holder != null && holder.isWaiting()) {
            return Use.NEEDED; // until there is what comes next
        }
        if (hasRest() && transport.isRead()) {
            return Use.OWED;
        }
        if (holder != null) {
            return holder.isParked() ? Use.PARKED : Use.OWED;
        }
        if (transport.isWritten()) {
            return transport.awaitsRoom() ? Use.NEEDED : Use.OWED;
        }
        return Use.PARKED;
    }

    private void giveBack() {
        final ByteBuffer given = own;
        own = null;
        if (shared.isOfStock(given)) {
            buffers().forget(this);
            buffers().give(Side.REQUESTS, given);
        } else {
            shared.small().give(given);
        }
    }

    void release() {
        cipher = null;
        plain = null;
        restCipherBytes = 0;
        restPlainBytes = 0;
        shared.endLoan(this);
        buffers().forget(this);
        if (own != null) {
            giveBack();
        }
    }
}
