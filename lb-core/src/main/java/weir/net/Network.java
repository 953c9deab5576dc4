package weir.net;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * A loop's door to the operating system: waiting for readiness and opening connections. Scripted in tests and in the
 * simulation.
 *
 * <p>Thread: owning loop only, but for {@link #wakeup}.
 */
public abstract class Network {
    /**
     * Waits for readiness and hands each ready handler to {@link EventLoop#dispatch}.
     *
     * @param waitMs 0 = do not wait, negative = until something happens
     */
    protected abstract void poll(EventLoop loop, long waitMs) throws IOException;

    /**
     * Looks for what must not wait for the end of a long turn, new clients above all. Called when no handler is at
     * work.
     */
    protected void look() {}

    /** Ends a wait, or the next one. Any thread. */
    protected abstract void wakeup();

    /**
     * Starts connecting; the handler's CONNECT event tells the end, unless the transport is connected at once.
     *
     * @throws IOException when not even a socket can be had
     */
    public abstract Transport connect(SocketAddress to, IoHandler handler) throws IOException;

    /**
     * Closes the socket whose events {@code handler} has, without asking the handler: it has failed even to let go.
     * O(sockets); does nothing when there is none.
     */
    protected abstract void cutOff(IoHandler handler);

    /** Closes what is still open. */
    protected abstract void close() throws IOException;
}
