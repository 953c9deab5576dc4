package weir.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import weir.model.ExchangeEnd;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.LocalExhaustion;
import weir.net.tls.TlsFault;
import weir.net.tls.TlsPeer;
import weir.net.tls.TlsTransport;

/**
 * What it takes until a connection to a backend may be used: one of its addresses answers, a PROXY header is sent, TLS
 * is there. Let go of after that.
 *
 * <pre>
 *   open --established--> greet --sent--> secure --handshake done--> {@link UpstreamConnection#becomeReady}
 *     ^ '--refused, another address'
 * </pre>
 *
 * <p>The connection's handler gets the events, and its deadline holds for all of it. Thread: owning loop only.
 */
final class Connecting implements TlsTransport.Owner {
    /** The deadline of connecting comes before. */
    private static final int SECURE_MS_MAX = Integer.MAX_VALUE;

    private final EventLoop loop;
    private final UpstreamConnection connection;
    private final UpstreamPool pool;
    /** All that the backend has. */
    private final List<SocketAddress> addresses;
    /** Null where backends want no PROXY header. */
    private final ProxyGreeting greeting;
    /** Null without TLS, and when it is there. */
    private TlsPeer tls;
    /** Which of the addresses it is. */
    private int at;
    /** How many more could be tried. */
    private int others;
    /** {@link #begin} is still running, which returns what the user would else be told. */
    private boolean isBeginning;

    private ExchangeEnd secureFailure = ExchangeEnd.TLS_FAILED;

    /**
     * @param addresses at least one; the next one is tried when one refuses
     * @param first index of the one to begin with, if there are so many
     * @param greeting what is sent first; null = nothing
     * @param tls null = without
     */
    Connecting(
            EventLoop loop,
            UpstreamConnection connection,
            UpstreamPool pool,
            List<SocketAddress> addresses,
            int first,
            ProxyGreeting greeting,
            TlsPeer tls) {
        this.loop = loop;
        this.connection = connection;
        this.pool = pool;
        this.addresses = addresses;
        this.greeting = greeting;
        this.tls = tls;
        at = first < addresses.size() ? first : 0;
        others = addresses.size() - 1;
    }

    /** Where it leads to. */
    SocketAddress address() {
        return addresses.get(at);
    }

    /**
     * Begins with an address, and with others after it where it is refused at once. Null when one of them is connected
     * or may yet be.
     */
    ExchangeEnd open() {
        while (true) {
            try {
                connection.setTransport(loop.network().connect(address(), connection));
                return null;
            } catch (IOException e) {
                final ExchangeEnd end = why(e.getMessage());
                if (!goOn(end)) {
                    return end;
                }
            }
        }
    }

    /** True when there is another address to be tried after that. */
    private boolean goOn(ExchangeEnd end) {
        if (others == 0 || end != ExchangeEnd.CONNECT_REFUSED && end != ExchangeEnd.CONNECT_FAILED) {
            return false;
        }
        others--;
        skip();
        return true;
    }

    /** The next connection may have more luck elsewhere. */
    void skip() {
        at = (at + 1) % addresses.size();
        pool.beginWith(at);
    }

    private static ExchangeEnd why(String message) {
        return switch (LocalExhaustion.of(message)) {
            case DESCRIPTORS -> ExchangeEnd.NO_DESCRIPTOR;
            case PORTS -> ExchangeEnd.NO_LOCAL_PORT;
            case MEMORY -> ExchangeEnd.NO_MEMORY;
            case NONE ->
                "Connection refused".equals(message) ? ExchangeEnd.CONNECT_REFUSED : ExchangeEnd.CONNECT_FAILED;
        };
    }

    /**
     * Established, if it is: what comes before the first request is sent, in turn. Null when that is done, or goes on;
     * else how it failed.
     */
    ExchangeEnd begin() {
        if (!connection.transport().isConnected()) {
            return null;
        }
        isBeginning = true;
        final ExchangeEnd failure = prepare();
        isBeginning = false;
        return failure;
    }

    private ExchangeEnd prepare() {
        if (!greet()) {
            return connection.transport().isOpen() ? null : ExchangeEnd.CONNECT_FAILED;
        }
        if (tls != null) {
            return secure();
        }
        connection.becomeReady();
        return null;
    }

    /** True when nothing of the PROXY header is left to be sent. Closes the transport when it is broken. */
    private boolean greet() {
        if (greeting == null) {
            return true;
        }
        if (connection.transport().write(greeting.header()) < 0) {
            connection.transport().close();
            return false;
        }
        final boolean isSent = !greeting.header().hasRemaining();
        connection.transport().interest(isSent ? IoHandler.READ : IoHandler.WRITE);
        return isSent;
    }

    private ExchangeEnd secure() {
        final TlsPeer with = tls;
        tls = null;
        try {
            final TlsTransport secured = with.secure(connection.transport(), this, SECURE_MS_MAX);
            connection.setTransport(secured);
            return secured.isOpen() ? null : secureFailure;
        } catch (IOException e) {
            return why(e.getMessage());
        }
    }

    @Override
    public void onSecure(TlsTransport secured) {
        connection.setTransport(secured);
        secured.attach(connection);
        connection.becomeReady();
        if (!isBeginning) {
            connection.onConnected();
        }
    }

    @Override
    public void onHandshakeFailed(TlsTransport failed, TlsFault why) {
        secureFailure = why.isOurs() ? ExchangeEnd.NO_BUFFER : ExchangeEnd.TLS_FAILED;
        if (!isBeginning) {
            connection.failConnect(secureFailure);
        }
    }

    /** The socket has something to say. */
    void onReady() {
        final String failure = connection.transport().isConnected()
                ? null
                : connection.transport().finishConnect();
        if (failure != null) {
            tryNext(why(failure));
            return;
        }
        begun();
    }

    private void begun() {
        final ExchangeEnd failure = begin();
        if (failure != null) {
            connection.failConnect(failure);
        } else if (connection.isConnected()) {
            connection.onConnected();
        }
    }

    /** The deadline stays. */
    private void tryNext(ExchangeEnd failure) {
        if (!goOn(failure)) {
            connection.failConnect(failure);
            return;
        }
        connection.transport().close();
        final ExchangeEnd refusal = open();
        if (refusal != null) {
            connection.failConnect(refusal);
        } else if (connection.transport().isConnected()) {
            begun();
        }
    }
}
