package weir.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import weir.time.Timer;

/**
 * Lets the kernel ask silent TCP peers whether they are still there (RFC 9293 §3.8.4), so that one that has vanished
 * without a word, or a NAT that has forgotten it, is found out long before a timeout that is meant for the living.
 *
 * <p>The options cost four system calls for each connection, and most live too short a time to need them. So all
 * connections of the loop are looked at now and then, and those that have none get them: O(connections), twice within
 * the silence that is waited for, and nothing for connections that come and go in between. Thread: owning loop only.
 */
final class TcpKeepAlive implements Timer.Target {
    /** Unanswered questions until the connection counts as broken. */
    static final int PROBES = 3;
    /** From one question to the next, of the silence before the first. */
    private static final int INTERVAL_SHARE = 6;

    /** Connections that get their options in one go; a millisecond or two. */
    private static final int AT_ONCE = 256;

    /** Those that are looked at in one go, most of which have theirs already. */
    private static final int LOOKED_AT = 8_192;

    private static final long AGAIN_NS = 10_000_000;
    /** Else the times are the system's: two hours, usually. */
    private static final boolean HAS_TIMES =
            ModuleLayer.boot().findModule("jdk.net").isPresent();

    private final EventLoop loop;
    private final Selector selector;
    private final long lookNs;
    private final int silenceSeconds;
    private final Timer timer = new Timer(this);
    /**
     * Of a look that goes on, so that each connection is looked at once; null between looks. It bears changes of the
     * set.
     */
    private Iterator<SelectionKey> rest;

    TcpKeepAlive(EventLoop loop, Selector selector, int silenceMs) {
        this.loop = loop;
        this.selector = selector;
        lookNs = silenceMs * 1_000_000L / 2;
        silenceSeconds = silenceMs / 1_000;
    }

    void start() {
        loop.timers().set(timer, loop.nowNs() + lookNs);
    }

    @Override
    public void onTimer(long nowNs) {
        if (rest == null) {
            rest = selector.keys().iterator();
        }
        int count = 0;
        for (int looks = 0; looks < LOOKED_AT && count < AT_ONCE && rest.hasNext(); looks++) {
            final SelectionKey key = rest.next();
            if (key.isValid() && key.channel() instanceof SocketChannel channel && begin(key, channel)) {
                count++;
            }
        }
        final boolean isOver = !rest.hasNext();
        if (isOver) {
            rest = null;
        }
        loop.timers().set(timer, nowNs + (isOver ? lookNs : AGAIN_NS));
    }

    /** False when it needs none, or has it already. */
    private boolean begin(SelectionKey key, SocketChannel channel) {
        final IoHandler handler = (IoHandler) key.attachment();
        if (handler.isKeptAlive) {
            return false;
        }
        handler.isKeptAlive = true;
        final Set<SocketOption<?>> options = channel.supportedOptions();
        if (!options.contains(StandardSocketOptions.SO_KEEPALIVE)) {
            return false; // a Unix socket, whose peer cannot vanish
        }
        try {
            if (HAS_TIMES && options.contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, silenceSeconds);
                set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, silenceSeconds / INTERVAL_SHARE));
                set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
            }
            set(channel, StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            return true; // it is broken, and its owner is about to notice
        }
        return true;
    }

    private static <T> void set(SocketChannel channel, SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }
}
