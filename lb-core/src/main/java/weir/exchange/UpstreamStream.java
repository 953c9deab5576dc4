package weir.exchange;

import weir.model.ExchangeEnd;
import weir.net.Transport;
import weir.relay.RelayBuffer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamPool;
import weir.upstream.Upstreams;

/**
 * The backend's end of an exchange: takes a request, and gives a response, which its {@link ResponseSource} reads. For
 * HTTP/1.1 it is a connection for as long as an attempt lasts; where a connection carries many exchanges at once it is
 * one of them.
 *
 * <pre>
 *   {@link #serve} --> closed --{@link #take}, {@link #connect}--> open --connected--> {@link #write}, readable, writable
 *                        ^                                |
 *                        '--{@link #giveBack}, {@link #giveUp}, {@link #close}, a fault of ours'
 * </pre>
 *
 * <p>What an implementation owes:
 *
 * <ul>
 *   <li>Order. While it is open it tells the exchange {@link Exchange#onUpstreamConnected} or
 *       {@link Exchange#onUpstreamConnectFailed}, unless {@link #connect} has said so at once; then readable while it
 *       is read, writable after {@link #awaitRoom}, stale, and that the deadline has passed. They come from the loop;
 *       from within a call of the exchange comes none, but for {@link #readSoon}. Once it is closed it tells nothing of
 *       that attempt. After a failure it stays open, and answers what is asked of it, until {@link #close}.
 *   <li>Ends. It ends no exchange: it tells what has happened, and the exchange decides. But each event may end the
 *       exchange, or begin another attempt on this stream: whoever has told one goes on with nothing that it knew
 *       before, see {@link #uses}.
 *   <li>Buffers. {@link #write} takes what it can at once from the buffer of the exchange, which may send the same
 *       bytes again to another backend; it keeps nothing of the buffer. What stands there is an HTTP/1.1 message.
 *   <li>Thread. Owning loop only, and so is everything that it calls.
 * </ul>
 *
 * <p>An exchange keeps the one that it is made with, as it is made before its pool is known. Where pools speak several
 * protocols that one hands on to another: {@link #take} and {@link #connect} say to whom it leads.
 *
 * <p>A class and not an interface, so that calls cost nothing while there is one kind; {@code protected} is what the
 * exchange alone may call.
 */
public abstract class UpstreamStream {
    /** Sets the receiver of events; called before the first attempt. */
    protected abstract void serve(Exchange exchange);

    /**
     * Made with the first byte of a response, or for one of Weir's own, for all that follow; perhaps before
     * {@link #serve}.
     *
     * @param bytes where the response is read into; the exchange's
     * @param owner is notified of that buffer's fate
     */
    protected abstract ResponseSource newResponse(
            LoopView view, ExchangeLogEntry note, RelayBuffer bytes, RelayBuffer.Reader owner);

    // --- the beginning of an attempt

    /**
     * Opens on what is connected already and has room.
     *
     * @param tied connections that are for this client only; null = there are none
     * @return false when there is none
     */
    protected abstract boolean take(UpstreamPool from, TiedConnections tied);

    /**
     * Opens on a new connection. The result is reported later, unless it is known at once.
     *
     * @return how it has failed, or null
     */
    protected abstract ExchangeEnd connect(UpstreamPool to);

    /** The connection is for this client only from now on. */
    protected abstract void tie();

    // --- its end

    /** The response is not awaited any more; there may be none. */
    protected abstract void close();

    /** The same, so that the backend sees an error; it stays open here. */
    protected abstract void reset();

    /**
     * The response was given up whose head has come.
     *
     * @param isUsable request and response are over, see {@link ResponseSource#giveUp}
     * @param mustRest as {@link UpstreamPool#give}
     */
    protected abstract void giveUp(boolean isUsable, boolean mustRest);

    /**
     * After a whole response: leaves the connection to the next one who needs it, if it is fit for that.
     *
     * @param isUsable the request is over, too, and {@link ResponseSource#leavesUsable}
     * @param mustRest as {@link UpstreamPool#give}
     * @param client who keeps the connection if it is tied
     * @param of to whose backends it leads
     */
    protected abstract void giveBack(boolean isUsable, int status, boolean mustRest, ClientStream client, Upstreams of);

    // --- the request

    /** Writes once what is to be sent; a count, or less than 0 when nothing more is taken. */
    protected abstract int write(RelayBuffer from);

    /** {@link Exchange#onUpstreamWritable} when the backend takes more. */
    protected abstract void awaitRoom();

    /** There is nothing more to be written for now. */
    protected abstract void endAwaitingRoom();

    // --- the response

    /** Until {@link #resumeReading} nothing is read. */
    protected abstract void stopReading();

    protected abstract void resumeReading();

    /** Goes on as if the backend had sent something; at once, as an event of its own. */
    protected abstract void readSoon();

    /** What was read waits for long: others may wait for what this one holds meanwhile. */
    protected abstract void keepRoom();

    protected abstract void letGoOfRoom();

    // --- time

    /** {@link Exchange#onUpstreamTimeout}, unless it is set anew or cleared within {@code ms}. */
    protected abstract void setDeadline(int ms);

    /** There may be no attempt. */
    protected abstract void clearDeadline();

    // --- what others ask

    protected abstract boolean isOpen();

    protected abstract boolean isConnected();

    /** Changes whenever it opens, or closes: another number means another attempt, or none. */
    protected abstract int uses();

    protected abstract boolean isTied();

    /** The backend has asked for more credentials on this connection. */
    protected abstract boolean isInHandshake();

    /** The connection has carried another request before, so the backend may have closed it meanwhile. */
    protected abstract boolean isReused();

    protected abstract int backend();

    /** For a tunnel. */
    protected abstract Transport transport();
}
