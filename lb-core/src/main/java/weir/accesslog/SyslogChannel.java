package weir.accesslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import weir.model.Syslog;
import weir.time.Clock;

/**
 * The way to a syslog server: there, or tried again once a second.
 *
 * <p>Thread: the writer's, but for the first {@link #prepare}, which may be another's before.
 */
abstract class SyslogChannel<C extends Channel> implements LogTarget {
    final Syslog to;
    private final SyslogRetry retry;
    /** Null while there is none. */
    C channel;

    SyslogChannel(Syslog to, Clock clock) {
        this.to = to;
        this.retry = new SyslogRetry(clock);
    }

    /** Makes one, or throws. */
    abstract C connect() throws IOException;

    /** The server has ended it. Asked before each write. */
    abstract boolean hasEnded();

    @Override
    public final void prepare() throws IOException {
        if (channel != null && hasEnded()) {
            close();
            retry.reset();
        }
        if (channel == null && retry.isDue()) {
            channel = connect();
        }
    }

    /** Of the name that the server has now. */
    final InetSocketAddress address() throws UnknownHostException {
        final InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("the host " + to.host() + " does not resolve");
        }
        return address;
    }

    @Override
    public final boolean isReady() {
        return channel != null;
    }

    /** The name may lead elsewhere by now. */
    @Override
    public final void reopen() throws IOException {
        close();
        retry.reset();
        prepare();
    }

    @Override
    public final void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                assert !channel.isOpen() : "the descriptor is released even so";
            }
            channel = null;
        }
    }
}
