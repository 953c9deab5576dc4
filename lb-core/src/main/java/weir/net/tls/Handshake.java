package weir.net.tls;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import weir.sni.ClientHello;
import weir.stats.Counter;
import weir.time.Timer;

/**
 * The beginning of one TLS connection, up to the point where both sides have keys; it is forgotten then.
 *
 * <p>The engine says what is next: a record to be read, one to be sent, or a task, which is where the expensive
 * arithmetic is. All of it runs on the loop, within the loop's budget; what goes beyond waits in line for the next
 * turn. Thread: owning loop only.
 */
final class Handshake implements Timer.Target {
    /** The first byte of a record is its type, one of four in a row (RFC 8446 §5.1). */
    private static final int CHANGE_CIPHER_RECORD = 20;

    private static final int PAYLOAD_RECORD = 23;

    /** How long a client that speaks HTTP may take to read what it is told. */
    private static final long DROP_NS = 1_000_000_000;

    private static final String SPEAKS_TLS_TEXT =
            "This port speaks TLS: come again with https:// instead of http://.\n";
    private static final byte[] SPEAKS_TLS = ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
                    + SPEAKS_TLS_TEXT.length() + "\r\nConnection: close\r\n\r\n" + SPEAKS_TLS_TEXT)
            .getBytes(StandardCharsets.US_ASCII);

    private final TlsLoop shared;
    private final TlsTransport transport;
    private final Engines engines;
    private final SSLEngine engine;
    private final RecordReader reader;
    private final RecordWriter writer;
    private final TlsTransport.Owner owner;
    private final Timer timer = new Timer(this);
    private final long startMs = System.currentTimeMillis();
    /** Null towards a server, and as soon as it is known what the client asks for. */
    private ClientHello hello;
    /** Of the records in which the hello came and that the engine has. */
    private int helloBytes;
    /** In lower case; null when there is none. */
    private String serverName;

    private boolean isQueued;
    /** The client speaks HTTP and was told that TLS is spoken here; what it still sends is dropped. */
    private boolean isToldOfTls;

    private boolean isOver;

    Handshake(
            TlsLoop shared,
            TlsTransport transport,
            Engines engines,
            SSLEngine engine,
            RecordReader reader,
            RecordWriter writer,
            TlsTransport.Owner owner) {
        this.shared = shared;
        this.transport = transport;
        this.engines = engines;
        this.engine = engine;
        this.reader = reader;
        this.writer = writer;
        this.owner = owner;
        hello = engine.getUseClientMode() ? null : new ClientHello();
    }

    void start(int timeoutMs) {
        shared.loop().setTimer(timer, timeoutMs);
        try {
            engine.beginHandshake();
        } catch (SSLException e) {
            throw new IllegalStateException(e); // there is nothing yet that a peer could have done wrong
        }
    }

    /** Goes on as far as bytes and the loop's budget allow. */
    void onReady() {
        if (isToldOfTls) {
            dropHttp();
            return;
        }
        if (!writer.flush() && writer.isGone()) {
            fail(TlsFault.HANDSHAKE_CUT); // what of a message the socket has not taken before is nobody else's to send
            return;
        }
        if (isQueued ? !shared.isServingHandshakes() : shared.hasHandshakesWaiting()) {
            queue();
            return;
        }
        isQueued = false;
        while (!isOver) {
            if (!shared.mayShakeHands()) {
                queue();
                return;
            }
            final long startNs = shared.loop().clock().nowNs();
            engines.onStepFor(serverName);
            final boolean goesOn = step();
            shared.spent(shared.loop().clock().nowNs() - startNs);
            if (!goesOn) {
                return;
            }
        }
    }

    private void queue() {
        if (!isQueued) {
            isQueued = true;
            shared.queueHandshake(transport);
        }
    }

    /** False when it has to wait for the peer, or is over. */
    private boolean step() {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> work();
            case NEED_WRAP -> send();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
            case FINISHED, NOT_HANDSHAKING -> succeed();
        };
    }

    private boolean work() {
        engine.getDelegatedTask().run(); // what goes wrong there shows in the next record
        return true;
    }

    private boolean send() {
        if (writer.hasUnsent() || !writer.isReady()) {
            return false; // a message that has been made cannot be made again
        }
        if (writer.sendOwn()) {
            return true;
        }
        if (writer.fault() != null) {
            fail(writer.fault());
        } else if (writer.isGone()) {
            fail(TlsFault.HANDSHAKE_CUT);
        }
        return !isOver
                && !writer.hasUnsent()
                && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP; // else the socket takes no more for now
    }

    private boolean receive() {
        if (engine.getUseClientMode() && !keepsPlaceForAnswer()) {
            return false;
        }
        if (!reader.isReady()) {
            transport.starve();
            return false;
        }
        if (!reader.hasRecord()) {
            if (reader.fill() > 0 && !isRecord(reader.firstByte())) {
                refuse(reader.firstByte());
                return false;
            }
        }
        final boolean isHere = reader.hasRecord();
        if (isHere) {
            if (hello != null) {
                readHello();
            }
            reader.unwrapAside();
        }
        if (reader.end() != 0) {
            fail(reader.fault() == null ? TlsFault.HANDSHAKE_CUT : reader.fault());
            return false;
        }
        return isHere;
    }

    /** What is read may have to be answered, and a backend must not be read before it can be. */
    private boolean keepsPlaceForAnswer() {
        writer.keepReserve();
        return writer.hasPlace() || writer.isReady();
    }

    /** What makes no sense to us may do so to the engine, or it sends the alert. */
    private void readHello() {
        final int at = reader.record().position();
        final int bytes = reader.recordBytes();
        final ClientHello.State state = hello.parse(reader.record(), at - helloBytes, at + bytes);
        helloBytes += bytes;
        if (state != ClientHello.State.NEED_MORE) {
            serverName = hello.serverName();
            hello = null;
            engines.onStepFor(serverName);
        }
    }

    private void refuse(int firstByte) {
        if (!isLetter(firstByte)) {
            fail(TlsFault.GARBAGE);
        } else if (engine.getUseClientMode()) {
            fail(TlsFault.PLAIN_HTTP);
        } else {
            isToldOfTls = true;
            shared.loop().timers().set(timer, shared.loop().nowNs() + DROP_NS);
            transport.sendPlain(SPEAKS_TLS);
            dropHttp();
        }
    }

    /**
     * Until the client has seen the answer and ends: closing while bytes are under way would reset the connection, and
     * the answer with it (RFC 9112 §9.6).
     */
    private void dropHttp() {
        if (!reader.isReady() || !reader.drop()) {
            fail(TlsFault.PLAIN_HTTP);
        }
    }

    private static boolean isRecord(int firstByte) {
        return firstByte >= CHANGE_CIPHER_RECORD && firstByte <= PAYLOAD_RECORD;
    }

    /** Methods of HTTP begin so, and hardly anything else that comes in error. */
    private static boolean isLetter(int firstByte) {
        return firstByte >= 'A' && firstByte <= 'Z';
    }

    private boolean succeed() {
        end();
        shared.count(Counter.TLS_HANDSHAKES);
        if (engine.getSession().getCreationTime() / 1000 < startMs / 1000) { // one of the engines knows seconds only
            shared.count(Counter.TLS_RESUMPTIONS);
        }
        transport.onHandshakeDone(owner);
        return false;
    }

    void fail(TlsFault why) {
        if (!isOver) {
            end();
            shared.count(why.counter());
            writer.sendOwn(); // the alert that names the reason, if the engine has made one
            transport.onHandshakeFailed(owner, why);
        }
    }

    /** The connection is closed for a reason of its own; no notification is needed. */
    void abandon() {
        end();
    }

    private void end() {
        isOver = true;
        shared.loop().timers().remove(timer);
    }

    @Override
    public void onTimer(long nowNs) {
        fail(isToldOfTls ? TlsFault.PLAIN_HTTP : TlsFault.HANDSHAKE_TIMEOUT);
    }
}
