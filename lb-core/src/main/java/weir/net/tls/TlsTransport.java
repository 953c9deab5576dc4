package weir.net.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import weir.net.ConnectionFacts;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.time.Timer;

/**
 * TLS over another transport, either side's.
 *
 * <pre>
 *   HANDSHAKE --established--> SECURE --close_notify sent--> ENDING (reads on) --> closed
 *        '--refused, garbage, cut, too slow--> closed
 * </pre>
 *
 * <p>The handler above sees what it would see of a plain socket: readable means that payload or the end is here, so a
 * record that carries none is no event; what was received and not taken is an event again while the handler wants to
 * read, whatever the socket says; and bytes count as written when the kernel has all of their record. While nothing is
 * under way it holds no buffer. Thread: owning loop only.
 */
public final class TlsTransport extends Transport {
    /** Notified of the handshake's result. */
    public interface Owner {
        /** The connection is established; {@link #attach} whoever shall have its events. */
        void onSecure(TlsTransport transport);

        /** The connection is closed already. */
        void onHandshakeFailed(TlsTransport transport, TlsFault why);
    }

    /** For a close_notify that the socket has no room for. */
    private static final int FAREWELL_MS = 2_000;

    /** From the first byte of a record to its last: peers send a record as a whole. */
    public static final int RECORD_MS = 30_000;

    static final int READ = IoHandler.READ;
    private static final int WRITE = IoHandler.WRITE;

    private final TlsLoop shared;
    private final Transport under;
    private final TlsEvents events;
    private final Engines engines;
    private final SSLEngine engine;
    /** The peer is a client, be it one that cannot be waited for. */
    private final boolean isForClient;

    private final RecordReader reader;
    private final RecordWriter writer;
    /** Null when it is done. */
    private Handshake handshake;
    /** Null before it is done. */
    private IoHandler handler;
    /** What the handler wants to be told of. */
    private int wanted = READ;
    /** The holder of a buffer for what is read, or the one that is about to get it; null = none. */
    private Holder holder;
    /** The holder has asked in vain, and waits. */
    private boolean isReserveDue;
    /** There was no buffer to read into, and nothing was read since. */
    private boolean isReadPutOff;

    private boolean isInEvent;
    private boolean isReminded;
    /** Runs while part of a record is here; null before the first time that happened at the end of an event. */
    private Timer recordTimer;
    /** Our side ends when all is sent. */
    private boolean isEnding;

    private boolean isClosed;
    /**
     * Closes the socket of one that is closed and whose close_notify the socket has not taken yet; null = there is
     * none.
     */
    private Timer farewellTimer;

    /**
     * @param under established
     * @param events who has the events of {@code under}
     * @param isTruncationBroken as {@link RecordReader} has it: for whoever takes the end of a connection for the end
     *     of a message
     * @throws IOException when there can be no engine; nothing was changed then
     */
    public TlsTransport(TlsLoop shared, Engines engines, Transport under, TlsEvents events, boolean isTruncationBroken)
            throws IOException {
        this.shared = shared;
        this.under = under;
        this.events = events;
        this.engines = engines;
        engine = engines.newEngine();
        isForClient = !isTruncationBroken;
        reader = new RecordReader(shared, this, engine, under, isTruncationBroken);
        writer = new RecordWriter(shared, this, engine, under);
        events.deliverTo(this);
    }

    /** Begins the handshake; the owner is notified of its end, perhaps within this call. */
    public void start(Owner owner, int timeoutMs) {
        handshake = new Handshake(shared, this, engines, engine, reader, writer, owner);
        handshake.start(timeoutMs);
        onReady(0);
    }

    /** From here on {@code handler} has the events, as it would of a plain transport that is watched for bytes. */
    public void attach(IoHandler handler) {
        this.handler = handler;
    }

    IoHandler events() {
        return events;
    }

    boolean hasHandler(IoHandler other) {
        return handler == other;
    }

    // --- events

    /** @param readyOps of the socket; 0 = none, but there may be something to do */
    void onReady(int readyOps) {
        if (farewellTimer != null) {
            bowOut();
            return;
        }
        if (!isOpen()) {
            return;
        }
        isReminded = false;
        isInEvent = true;
        try {
            if (handshake != null) {
                handshake.onReady();
            }
            if (handshake == null && isOpen()) {
                onWritable(readyOps);
                tellReserved();
                onReadable();
                onBroken(readyOps);
            }
        } finally {
            isInEvent = false;
            settle();
        }
    }

    /** Only who reads nothing asks for that. */
    private void onBroken(int readyOps) {
        if ((readyOps & wanted & IoHandler.CONNECT) != 0 && isOpen()) {
            shared.loop().dispatch(handler, IoHandler.CONNECT);
        }
    }

    private void onWritable(int readyOps) {
        if (writer.hasUnsent() && (readyOps & WRITE) != 0) {
            flush();
        }
        // Who wants nothing but to write learns by that, too, that the peer is gone.
        if ((readyOps & wanted & WRITE) != 0 && (!writer.hasUnsent() || writer.isGone()) && isOpen()) {
            shared.loop().dispatch(handler, WRITE);
        }
    }

    /** When it is broken, writing says so, or reading, behind what has come before. */
    private void flush() {
        if (writer.flush() && isEnding) {
            endOutput();
        }
    }

    /** While the holder waits it may not want to read, so no other event would tell it. */
    private void tellReserved() {
        if (isReserveDue && isOpen() && reader.takePlace()) {
            isReserveDue = false;
            holder.onReserved();
        }
    }

    private void onReadable() {
        if ((wanted & READ) == 0 || !isOpen()) {
            return;
        }
        if (!reader.isReady()) {
            starve();
        } else {
            if (reader.findPayload()) {
                answer();
                shared.loop().dispatch(handler, READ);
            }
            isReadPutOff = false;
        }
        answer();
    }

    /**
     * Some records carry no payload but want an answer: new keys (RFC 8446 §4.6.3), or another handshake (RFC 5246),
     * which they do not get.
     */
    private void answer() {
        if (!isOpen() || reader.end() != 0) {
            return;
        }
        final HandshakeStatus asked = reader.takeAsked();
        if (asked == HandshakeStatus.NEED_WRAP) {
            writer.sendOwn();
        } else if (asked == HandshakeStatus.NEED_TASK) {
            reader.fail(TlsFault.RENEGOTIATION);
        }
    }

    /** The event is over: nothing stays in the shared buffers, and whatever is left to do is not forgotten. */
    private void settle() {
        if (!isOpen()) {
            return;
        }
        reader.stow();
        if (handshake != null && !isForClient && !reader.hasPlace() && !reader.isWaiting()) {
            writer.letGo();
        }
        assert handshake == null || isForClient || !reader.hasPlace() || writer.hasPlace() : "read without an answer";
        remindIfMore();
        watch();
        timeRecord();
    }

    /** Each record has its own time. Without payload there is no event, so the handler cannot see to that. */
    private void timeRecord() {
        final boolean isPart = handshake == null && reader.holdsPart();
        final boolean isNew = reader.takeNewPart();
        if (isPart && (recordTimer == null || isNew || !recordTimer.isSet())) {
            if (recordTimer == null) {
                recordTimer = new Timer(nowNs -> onRecordTimeout());
            }
            setRecordTimer();
        } else if (!isPart && recordTimer != null) {
            shared.loop().timers().clear(recordTimer);
        }
    }

    private void setRecordTimer() {
        shared.loop().setTimer(recordTimer, RECORD_MS);
    }

    private void onRecordTimeout() {
        if ((wanted & READ) == 0 || reader.isWaiting()) {
            setRecordTimer(); // nobody has looked whether the rest is there
        } else {
            onStuck();
        }
    }

    /** Others have the buffer that this one kept. */
    void onEvicted(boolean isOwed) {
        if (handler == null || handshake != null || farewellTimer != null) {
            onStuck();
        } else if (isOpen()) {
            reader.release(); // what is there is of no use without the rest
            if (isOwed) {
                reader.fail(TlsFault.RECORD_STUCK);
            } else {
                reader.breakOff();
            }
            shared.loop().evict(handler, isOwed);
        }
    }

    /** The peer does not send the rest of a record, or does not take what it was sent, and has had its time. */
    void onStuck() {
        if (farewellTimer != null) {
            endFarewell();
        } else if (isOpen()) {
            reader.release(); // what is there is of no use
            reader.fail(TlsFault.RECORD_STUCK);
            writer.breakOff();
            if (handshake != null) {
                handshake.fail(TlsFault.RECORD_STUCK);
            } else {
                shared.loop().dispatch(handler, wanted == WRITE ? WRITE : READ);
            }
        }
    }

    boolean isForClient() {
        return isForClient;
    }

    /** What has come goes to the handler at once, so who is waited for is the peer. */
    boolean isRead() {
        return (wanted & READ) != 0;
    }

    /**
     * The handler has something to be sent, which the peer does not take; or for which there is no buffer, see
     * {@link #awaitsRoom}.
     */
    boolean isWritten() {
        return (wanted & WRITE) != 0;
    }

    boolean awaitsRoom() {
        return writer.isWaiting();
    }

    /** Null = nothing is reserved. */
    Holder holder() {
        return holder;
    }

    private void remindIfMore() {
        if (handshake == null && !reader.isWaiting() && (wanted & READ) != 0 && reader.hasMore()) {
            remind();
        }
    }

    /**
     * Who waits for a buffer to read into, or to write from, wants no such event; but what is unsent holds one, and
     * must go. In a handshake sides take turns: before the peer has all of our part there is nothing to be read.
     */
    private void watch() {
        final boolean isReadInVain =
                reader.isWaiting() || handshake != null && (writer.isWaiting() || writer.hasUnsent());
        int ops = isReadInVain ? wanted & ~READ : wanted;
        if (writer.hasUnsent() && !writer.isGone()) {
            ops |= WRITE;
        } else if (writer.isWaiting()) {
            ops &= ~WRITE;
        }
        under.interest(ops);
    }

    void starve() {
        assert holder == null || isReserveDue : "waits for what is reserved";
        isReadPutOff = true;
        if (!reader.isWaiting()) {
            reader.await();
        }
    }

    /** There is one to read into. */
    void onReadBuffer() {
        remind(); // what rests may be a whole record, of which no socket tells
    }

    private void remind() {
        if (!isReminded) {
            isReminded = true;
            shared.remind(this);
        }
    }

    /** There is one to write from. */
    void onWriteBuffer() {
        if (isClosed) {
            writer.giveReserve();
        } else if (handshake != null) {
            remind();
        } else if ((wanted & WRITE) != 0) {
            watch();
        } else {
            writer.giveReserve();
        }
    }

    /** A bug of ours: the handler sees a broken connection, or nobody knows of it yet. */
    void onFault() {
        reader.fail(TlsFault.ENGINE);
        if (handshake != null) {
            handshake.fail(TlsFault.ENGINE);
        } else if (handler != null && isOpen()) {
            shared.loop().dispatch(handler, READ);
        }
    }

    /** Without TLS, and the last that is said. What the socket does not take at once is lost. */
    void sendPlain(byte[] text) {
        under.write(ByteBuffer.wrap(text));
        under.shutdownOutput();
    }

    // --- the handshake's ends

    void onHandshakeDone(Owner owner) {
        handshake = null;
        writer.letGo();
        reader.onSecure();
        owner.onSecure(this);
    }

    void onHandshakeFailed(Owner owner, TlsFault why) {
        handshake = null;
        release();
        under.close();
        owner.onHandshakeFailed(this, why);
    }

    // --- as a transport

    @Override
    public int read(ByteBuffer in) {
        if (!isOpen()) {
            return GONE;
        }
        if (!reader.isReady()) {
            starve();
            watch();
            return 0;
        }
        final int count = reader.read(in);
        if (!isInEvent) {
            answer();
            settle();
        }
        return count;
    }

    @Override
    public boolean wasPutOff() {
        return isReadPutOff;
    }

    @Override
    public boolean knowsResets() {
        return under.knowsResets();
    }

    @Override
    public boolean reserve(Holder forHolder) {
        assert holder == null || holder == forHolder : "read by two";
        if (!isOpen()) {
            return true; // and reading says so
        }
        holder = forHolder;
        isReserveDue = !reader.takePlace();
        if (isReserveDue) {
            starve();
            watch();
        }
        return !isReserveDue;
    }

    @Override
    public void unreserve() {
        holder = null;
        isReserveDue = false;
        if (!isInEvent && isOpen()) {
            reader.stow(); // in an event its end does it
        }
    }

    @Override
    public void keepRoom() {
        if (isOpen()) {
            writer.ensureReserve();
            watch();
        }
    }

    @Override
    public void letGoOfRoom() {
        writer.letGo();
    }

    @Override
    public boolean isDrained() {
        return reader.isDrained();
    }

    @Override
    public boolean holdsBytes() {
        return reader.holdsBytes();
    }

    @Override
    public boolean hasEndedBothWays() {
        return reader.hasFarewell() && writer.isRefused();
    }

    @Override
    public int write(ByteBuffer out) {
        if (!isOpen() || isEnding) {
            return GONE;
        }
        final int count = writer.write(out);
        if (writer.hasUnsent() || writer.isWaiting()) {
            watch();
        }
        return count;
    }

    @Override
    public void interest(int ops) {
        wanted = ops;
        if (isOpen()) {
            if (!isInEvent) { // in an event its end does it
                reader.sayUse();
                remindIfMore();
            }
            watch();
        }
    }

    @Override
    public int interest() {
        return wanted;
    }

    /** The handshake is done. */
    @Override
    public boolean isConnected() {
        return handshake == null;
    }

    @Override
    public String finishConnect() {
        return isConnected() ? null : "the handshake is not over";
    }

    /** Sends close_notify, then FIN; reading goes on. */
    @Override
    public void shutdownOutput() {
        isEnding = true;
        if (writer.flush()) {
            endOutput();
        }
    }

    /**
     * With close_notify, even if the peer does not wait for it: that of a connection that just ends would look cut (RFC
     * 8446 §6.1).
     */
    private void endOutput() {
        engine.closeOutbound();
        writer.sendOwn();
        if (!writer.hasUnsent()) {
            under.shutdownOutput();
        } else {
            watch();
        }
    }

    /**
     * To a peer that takes nothing just now close_notify goes a moment later: without it what the peer got would look
     * cut.
     */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        if (handshake == null && !writer.hasUnsent() && !isEnding) {
            isEnding = true;
            engine.closeOutbound();
            writer.sendOwn();
        }
        if (isEnding && engine.isOutboundDone() && writer.hasUnsent()) {
            awaitFarewell();
        } else {
            release();
            under.close();
        }
    }

    private void awaitFarewell() {
        isClosed = true;
        releaseReading();
        writer.letGo();
        under.interest(WRITE);
        shared.loop().descriptors().onClosing();
        farewellTimer = new Timer(nowNs -> endFarewell());
        shared.loop().setTimer(farewellTimer, FAREWELL_MS);
    }

    private void bowOut() {
        if (writer.flush() || writer.isGone()) {
            endFarewell();
        }
    }

    private void endFarewell() {
        shared.loop().timers().remove(farewellTimer);
        farewellTimer = null;
        releaseWriting();
        under.close();
        shared.loop().descriptors().onClosed();
    }

    @Override
    public void reset() {
        if (!isClosed) {
            release();
            under.reset();
        }
    }

    private void release() {
        isClosed = true;
        releaseReading();
        releaseWriting();
    }

    private void releaseReading() {
        if (handshake != null) {
            handshake.abandon();
            handshake = null;
        }
        if (recordTimer != null) {
            shared.loop().timers().remove(recordTimer);
        }
        reader.release();
    }

    private void releaseWriting() {
        writer.release();
        engines.release(engine, shared.outScratch());
    }

    @Override
    public boolean isOpen() {
        return !isClosed && under.isOpen();
    }

    /** What was agreed on with the peer, and who it is, over what is known of the connection below. */
    @Override
    public ConnectionFacts facts() {
        return under.facts().withTls(engine.getSession());
    }

    @Override
    public boolean hasRecords() {
        return true;
    }

    @Override
    public void setHandler(IoHandler handler) {
        attach(handler);
    }

    /** Whoever tells something does so before TLS, or not at all. */
    @Override
    public Transport withFacts(ConnectionFacts facts) {
        throw new UnsupportedOperationException("told something within TLS");
    }
}
