package weir.exchange;

import java.nio.ByteBuffer;
import weir.filter.ClientFacts;
import weir.model.ListenerTimeouts;
import weir.net.Transport;
import weir.relay.RelayBuffer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamConnection;
import weir.upstream.Upstreams;

/**
 * The client's end of an exchange: gives a request, which its {@link RequestSource} reads, and takes a response. For
 * HTTP/1.1 it is the connection for as long as an exchange lasts, one request after the other; where a connection
 * carries many exchanges at once it is one of them.
 *
 * <pre>
 *   opened --{@link Exchange#attach}--> events --{@link #keep}--> the next request, on the same stream
 *                                         '--{@link #becomeIdle}, {@link #linger}, {@link #close}, {@link #reset}--> {@link Exchange#release}
 * </pre>
 *
 * <p>What an implementation owes:
 *
 * <ul>
 *   <li>Order. It is open before {@link Exchange#attach}, and until {@link #release}, which {@link Exchange#release}
 *       calls. In between it tells the exchange its events: readable, writable after {@link #awaitRoom}, broken while
 *       it is not read, and that its one timer is up. They come from the loop; from within a call of the exchange comes
 *       none, but for {@link #readSoon}.
 *   <li>Ends. Each call under "what becomes of it" has the stream release the exchange, or start it anew by
 *       {@link Exchange#startNext}: at once, or when calls of the exchange's that are under way have returned. Behind
 *       it the exchange only settles what its buffers are held for. As any event may lead to it, whoever has told one
 *       goes on with nothing that it knew of the exchange before.
 *   <li>Buffers. Bytes are handed over in the buffer of the exchange, which the exchange owns: {@link #write} takes
 *       what it can at once, and keeps nothing of the buffer. What stands there is an HTTP/1.1 message, as the
 *       {@link Delivery} has it; a stream that speaks otherwise makes that of it while it writes.
 *   <li>Thread. Owning loop only, and so is everything that it calls.
 * </ul>
 *
 * <p>A class and not an interface, so that calls cost nothing while there is one kind; {@code protected} is what the
 * exchange alone may call.
 */
public abstract class ClientStream {
    /**
     * Made once, for all requests of this stream.
     *
     * @param bytes where the request is read into; the exchange's
     * @param owner is notified of that buffer's fate
     */
    protected abstract RequestSource newRequest(ExchangeLogEntry note, RelayBuffer bytes, RelayBuffer.Reader owner);

    /** False before a client uses this, and once it is released. */
    protected abstract boolean isOpen();

    /** The exchange has let go of everything: nothing more may be told to it. */
    protected abstract void release();

    // --- what becomes of it

    /** The exchange is over, and the client may send another request, or has done so. */
    protected abstract void keep();

    /** No byte of a request has come, nor is one under way. */
    protected abstract void becomeIdle();

    /** Ends in good order: the client may still be sending, and shall get what it was sent. */
    protected abstract void linger();

    /** Ends at once; what was written before still goes out, if nothing comes from the client that nobody reads. */
    protected abstract void close();

    /** Ends so that the client sees an error. */
    protected abstract void reset();

    /** A bug of ours, while nothing happened here: {@link Exchange#onClientFault}, then as {@link #reset}. */
    protected abstract void onFault();

    // --- reading

    /** Until something has gone on nothing is read. A client that breaks meanwhile is reported. */
    protected abstract void stopReading();

    /** Goes on with reading. Nothing happens once the client has ended. */
    protected abstract void resumeReading();

    /** The same as {@link #stopReading}, when what is written to the client tells soon enough that it is gone. */
    protected abstract void leaveUnread();

    /** Goes on as if the client had sent something; at once, as an event of its own. */
    protected abstract void readSoon();

    /** The client sends nothing more. */
    protected abstract boolean hasEnded();

    /** A tunnel reads and writes from now on, by {@link #transport}. */
    protected abstract void handOver();

    // --- writing

    /** Writes once what is to be sent; a count, or {@link Transport#GONE}. */
    protected abstract int write(RelayBuffer from);

    /** Writes once what remains of a response of Weir's own; likewise. */
    protected abstract int write(ByteBuffer from);

    /** {@link Exchange#onClientWritable} when the client takes more. */
    protected abstract void awaitRoom();

    /** The client has taken all. */
    protected abstract void endAwaitingRoom();

    // --- time

    /** {@link Exchange#onClientTimeout} when so much time has passed without the timer being set anew or cleared. */
    protected abstract void setTimer(int ms);

    /** The same, or sooner if so little time is left. */
    protected abstract void setTimer(int ms, long leftNs);

    protected abstract void clearTimer();

    /** What it has time for, and how much. */
    protected abstract ListenerTimeouts timeouts();

    // --- what is known of the client

    /** True when the running request is the last that this client may send here. */
    protected abstract boolean isLastRequest();

    /** The same for all requests of a connection. */
    protected abstract ClientFacts facts();

    /** Connections that backends take for this client's; null = there are none. */
    protected abstract TiedConnections tied();

    /** The upstream connection is for this client only, and not used at the moment; as {@link TiedConnections#add}. */
    public abstract void tie(UpstreamConnection upstream, Upstreams of, boolean mustRest);

    /** For a tunnel, and for who tells a backend of the connection. Null while it is not open. */
    protected abstract Transport transport();
}
