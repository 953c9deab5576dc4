package weir.admin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HttpLimits;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.time.Timer;

/**
 * One connection to the admin API, which carries one request at a time.
 *
 * <pre>
 *   HEAD --complete--> BODY --complete--> ANSWERING --response--> SENDING --kept--> HEAD
 *     '--refused, or too slow-------------------------------------^  '--else--> LINGERING --> closed
 * </pre>
 *
 * <p>Every state but ANSWERING has a deadline, and that one waits for nobody but us. The buffer is held while there are
 * bytes. Thread: admin loop only.
 */
final class AdminConnection extends IoHandler implements Timer.Target {
    static final HttpLimits LIMITS = new HttpLimits(16 * 1024, 64, 4 * 1024);
    static final int BODY_BYTES_MAX = 64 * 1024;

    /** From the first byte to the last, head and body. */
    private static final int REQUEST_MS = 10_000;
    /** Longer than the time between two scrapes. */
    private static final int IDLE_MS = 75_000;
    /** Without a byte of the response being taken. */
    private static final int SEND_MS = 10_000;

    private static final int LINGER_MS = 1_000;
    /** The JDK copies what it writes into a direct buffer as large as that. */
    private static final int WRITE_BYTES = 64 * 1024;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        HEAD,
        BODY,
        ANSWERING,
        SENDING,
        LINGERING,
        CLOSED
    }

    private final AdminServer server;
    private final EventLoop loop;
    private final Timer timer = new Timer(this);
    private final RequestParser parser = new RequestParser(LIMITS);
    private final RequestHead head = new RequestHead();
    private final BodyReader bodyReader = new BodyReader();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private State state = State.HEAD;
    private final Transport transport;
    /** Null while no byte is there. */
    private ByteBuffer in;
    /** Where the unread part of the buffer begins, behind a body that was read already. */
    private int start;

    private boolean isTiming;
    private boolean isForHead;
    private boolean keepsConnection;
    private ByteBuffer out;

    AdminConnection(AdminServer server, EventLoop loop, Transport transport) {
        this.server = server;
        this.loop = loop;
        this.transport = transport;
    }

    @Override
    protected void onOpen() {
        setDeadline(REQUEST_MS);
        server.onOpen(this);
    }

    /** Waits for its peer, so that it may be closed when there are too many. */
    boolean isWaiting() {
        return state != State.ANSWERING;
    }

    @Override
    protected void onReady(int readyOps) {
        if ((readyOps & WRITE) != 0 && state == State.SENDING) {
            send();
        }
        if ((readyOps & READ) != 0) {
            switch (state) {
                case HEAD, BODY -> read();
                case LINGERING -> discard();
                default ->
                    transport.unwant(READ); // one request at a time; a peer that goes is noticed when it is written to
            }
        }
    }

    private void read() {
        if (in == null) {
            in = loop.buffers().take();
            start = 0;
        }
        if (in == null) {
            close(); // never with the stock there is, one for each connection
            return;
        }
        final int count = transport.read(in);
        if (count < 0) {
            close();
        } else if (count > 0) {
            proceed();
        }
    }

    /** Does nothing when the bytes it was called for have been read meanwhile. */
    private void proceed() {
        if (state == State.HEAD && in != null) {
            readHead();
        }
        if (state == State.BODY) {
            readBody();
        }
    }

    private void readHead() {
        final int result = parser.parse(in, start, in.position());
        if (!isTiming && parser.hasBegun()) {
            isTiming = true;
            setDeadline(REQUEST_MS);
        }
        if (result == Parse.REFUSED) {
            refuse(parser.fault());
        } else if (result == Parse.COMPLETE) {
            onHead();
        }
    }

    private void onHead() {
        final Fault fault = head.read(parser, in);
        if (fault != null) {
            refuse(fault);
            return;
        }
        isForHead = head.method() == Method.HEAD;
        keepsConnection = head.wantsKeepAlive();
        if (head.bodyBytes() > BODY_BYTES_MAX) {
            refuse(Fault.BODY_TOO_LARGE);
            return;
        }
        bodyReader.begin(head.bodyBytes(), true, BODY_BYTES_MAX);
        body.reset();
        state = State.BODY;
        // The body is read behind the head, which stays where it is until the request is understood.
        if (head.expectsContinue() && head.bodyBytes() != 0 && in.position() == start + parser.headBytes()) {
            transport.write(ByteBuffer.wrap(CONTINUE)); // fits, as nothing was written before it
        }
    }

    private void readBody() {
        final int from = start + parser.headBytes();
        final int result = bodyReader.read(in, from, in.position());
        if (result == Parse.REFUSED) {
            refuse(bodyReader.fault());
            return;
        }
        for (int at = from; at < bodyReader.outEnd(); at++) {
            body.write(in.get(at));
        }
        final int behind = in.position() - bodyReader.inEnd();
        in.put(from, in, bodyReader.inEnd(), behind);
        in.position(from + behind);
        if (result == Parse.COMPLETE) {
            onRequest(from);
        }
    }

    private void onRequest(int end) {
        final Request request = Request.of(head, in, body.toByteArray());
        loop.timers().clear(timer);
        state = State.ANSWERING;
        start = end;
        server.answer(request, this);
    }

    private void refuse(Fault fault) {
        keepsConnection = false;
        respond(Problem.of(fault.status() == 502 ? 400 : fault.status(), "the request was refused: " + fault.word()));
    }

    /** Does nothing when the peer has gone meanwhile. */
    void respond(Response response) {
        if (state == State.CLOSED) {
            return;
        }
        out = response.bytes(isForHead, keepsConnection, loop.clock().wallMs());
        state = State.SENDING;
        setDeadline(SEND_MS);
        send();
    }

    private void send() {
        while (out.hasRemaining()) {
            final int end = out.limit();
            out.limit(Math.min(end, out.position() + WRITE_BYTES));
            final int count = transport.write(out);
            out.limit(end);
            if (count < 0) {
                close();
                return;
            }
            if (count == 0) {
                transport.want(WRITE);
                return;
            }
            setDeadline(SEND_MS);
        }
        out = null;
        transport.unwant(WRITE);
        if (keepsConnection) {
            next();
        } else {
            linger();
        }
    }

    /** Waits for another request, or starts with what has come of it already. */
    private void next() {
        server.onKept(this);
        parser.reset();
        state = State.HEAD;
        isTiming = false;
        isForHead = false;
        setDeadline(IDLE_MS);
        transport.want(READ);
        final int count = in.position() - start;
        if (count == 0) {
            giveBuffer();
        } else {
            in.put(0, in, start, count).position(count);
            start = 0;
            loop.post(this::proceed); // not at once, or a long pipeline would be a deep recursion
        }
    }

    /** Reads on for a while, so that no reset overtakes the response (RFC 9112 §9.6). */
    private void linger() {
        state = State.LINGERING;
        transport.shutdownOutput();
        transport.want(READ);
        setDeadline(LINGER_MS);
    }

    private void discard() {
        if (in == null) {
            in = loop.buffers().take();
        }
        if (in == null || transport.read(in.clear()) < 0) {
            close();
        }
    }

    private void setDeadline(int ms) {
        loop.setTimer(timer, ms);
    }

    @Override
    public void onTimer(long nowNs) {
        if ((state == State.HEAD && isTiming) || state == State.BODY) {
            keepsConnection = false;
            respond(Problem.of(408, "the request took too long"));
        } else {
            close();
        }
    }

    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            loop.timers().remove(timer);
            giveBuffer();
            transport.close();
            server.onClosed(this);
        }
    }

    private void giveBuffer() {
        if (in != null) {
            loop.buffers().give(in);
            in = null;
        }
    }

    @Override
    protected void onFault() {
        close();
    }
}
