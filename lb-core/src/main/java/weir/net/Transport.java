package weir.net;

import java.nio.ByteBuffer;

/**
 * One connected (or connecting) byte stream as a state machine sees it. Plain TCP, or TLS over it. Tests script it.
 *
 * <p>Peers that vanish are values, not exceptions. Thread: owning loop only.
 */
public abstract class Transport {
    /** The peer has ended its side in good order. */
    public static final int EOF = -1;
    /** The connection is broken: reset, or worse. */
    public static final int GONE = -2;

    /**
     * Reads what is there, up to {@code in.remaining()}: a count, 0 when nothing is there, {@link #EOF} or
     * {@link #GONE}.
     */
    public abstract int read(ByteBuffer in);

    /**
     * After a {@link #read} that took less than it had room for: nothing stands behind that, neither in the socket nor
     * in a layer over it. The kernel gives all that it has, so on a plain socket that is always so.
     */
    public boolean isDrained() {
        return true;
    }

    /**
     * Something was received that {@link #read} has not returned yet, maybe a part of a TLS record. The socket's
     * readiness does not show it.
     */
    public boolean holdsBytes() {
        return false;
    }

    /**
     * What the last {@link #read} has told of may have been here for long: reading had to wait for room below, of which
     * the reader was not told. On a plain socket it never has.
     */
    public boolean wasPutOff() {
        return false;
    }

    /**
     * After a {@link #write} that was {@link #GONE}: for no other reason than that the peer has ended its own side in
     * good order; what it has sent before may still be there to be read.
     */
    public boolean hasEndedBothWays() {
        return false;
    }

    /** Writes what fits: a count, or {@link #GONE}. After that there may still be something to be read. */
    public abstract int write(ByteBuffer out);

    /** Sets which events reach the handler. Costs a system call at the next turn, but only when it differs then. */
    public abstract void interest(int ops);

    public abstract int interest();

    /** Adds events to those of interest. */
    public final void want(int ops) {
        interest(interest() | ops);
    }

    /** Takes events away from those of interest. */
    public final void unwant(int ops) {
        interest(interest() & ~ops);
    }

    /** Established, as opposed to still connecting. */
    public abstract boolean isConnected();

    /**
     * Completes connecting after {@link IoHandler#CONNECT} was ready.
     *
     * @return null when connected, else why not, in a few words
     */
    public abstract String finishConnect();

    /** Sends FIN; reading goes on. */
    public abstract void shutdownOutput();

    /** Closes in good order. Closing twice does nothing. */
    public abstract void close();

    /** Closes so that the peer sees an error and cannot take what it got for complete. */
    public abstract void reset();

    public abstract boolean isOpen();

    /** Who is at its ends, and what was agreed on. Allocates; not for the path of a request. */
    public abstract ConnectionFacts facts();

    /**
     * The same connection, of which that is known from now on. The caller forgets this object for it. Only a plain one
     * can be told anything.
     */
    public abstract Transport withFacts(ConnectionFacts facts);

    /**
     * The same connection, and {@code told} runs once when it is closed, however that is. The caller forgets this
     * object for it. Only a plain one can tell.
     */
    public Transport onClose(Runnable told) {
        throw new UnsupportedOperationException("told by " + this);
    }

    /** Bytes come in records, which are read whole: part of one would take a buffer elsewhere. */
    public boolean hasRecords() {
        return false;
    }

    /**
     * Whether its peer can break it. One at a Unix socket can only end: what looks like an error there says no more
     * than that, and bytes may stand before it.
     */
    public abstract boolean knowsResets();

    /** Whoever reads into buffers that others wait for. */
    public interface Holder {
        /** What {@link #reserve} was asked for is here. */
        void onReserved();

        /** What was read for it waits for somebody else than this peer. */
        boolean isParked();

        /** It has what is reserved, and waits for a buffer besides. */
        boolean isWaiting();

        /** Others wait for what is reserved, and have done so for long. */
        void onEvicted();
    }

    /**
     * Before the holder takes a buffer for what is read from here, or waits for one: what reading needs besides is
     * here, and stays until {@link #unreserve}. Else whoever has the one and waits for the other would wait for those
     * who do so the other way round. False when there is none: the holder is notified when there is.
     */
    public boolean reserve(Holder holder) {
        return true;
    }

    /** The holder neither has such a buffer nor waits for one, or can let go of what it has without reading more. */
    public void unreserve() {}

    /**
     * Until {@link #letGoOfRoom} writing waits for nobody but the peer. For who keeps what was read until something is
     * written.
     */
    public void keepRoom() {}

    public void letGoOfRoom() {}

    /** Events go to that handler from now on. Of use while nothing but READ is of interest. */
    public abstract void setHandler(IoHandler handler);
}
