package weir.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tinylog.Logger;
import weir.model.Admin;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.net.ListenSocket;
import weir.text.OneLine;

/**
 * The sockets that one Weir listens on: of each listener one per loop, all on the same address, and the admin API's.
 * They belong to the loops as soon as those run; until then to the start, which closes them if it fails.
 *
 * <p>Thread: the one that starts.
 */
final class ListenSockets {
    private final Configuration configuration;
    private final List<List<ListenSocket>> ofListeners = new ArrayList<>();
    private final List<Weir.Bound> bound = new ArrayList<>();
    /** Null when there is none. */
    private ListenSocket admin;
    /** Null when there is none. */
    private InetSocketAddress adminAddress;

    ListenSockets(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Those that are bound when it fails are there to be closed. */
    void bind() throws StartFailure {
        requireFree(); // all before the first is bound: a wildcard of ours would keep a port of one address from us
        for (Listener listener : configuration.listeners()) {
            final List<ListenSocket> sockets = new ArrayList<>();
            ofListeners.add(sockets);
            bind(listener, sockets);
        }
        bindAdmin(configuration.admin());
    }

    private void requireFree() throws StartFailure {
        for (Listener listener : configuration.listeners()) {
            requireFree("listeners." + listener.name(), listener.bind());
        }
        if (configuration.admin().isOn()) {
            requireFree("admin", configuration.admin().bind());
        }
    }

    private static void requireFree(String section, SocketAddress address) throws StartFailure {
        try {
            ListenSocket.requireFree(address);
        } catch (IOException | RuntimeException e) {
            throw cannotBind(section, address, e);
        }
    }

    private void bind(Listener listener, List<ListenSocket> sockets) throws StartFailure {
        SocketAddress address = listener.bind();
        try {
            if (address instanceof UnixDomainSocketAddress unix) {
                final ListenSocket shared = ListenSocket.bind(unix, listener.socketMode(), configuration.loops());
                sockets.addAll(Collections.nCopies(configuration.loops(), shared));
            } else {
                for (int i = 0; i < configuration.loops(); i++) {
                    sockets.add(ListenSocket.bind((InetSocketAddress) address));
                    address = sockets.get(0).address(); // port 0 becomes a real one
                }
            }
        } catch (IOException | RuntimeException e) {
            throw cannotBind("listeners." + listener.name(), listener.bind(), e);
        }
        bound.add(new Weir.Bound(
                listener.name(), address, listener.mode().word(), poolName(listener), listener.tls() != null));
    }

    private String poolName(Listener listener) {
        if (listener.mode() == ListenerMode.HTTPS_REDIRECT) {
            return "https";
        }
        return listener.defaultPool() < 0
                ? "by route"
                : configuration.pools().get(listener.defaultPool()).name();
    }

    private void bindAdmin(Admin section) throws StartFailure {
        if (!section.isOn()) {
            return;
        }
        try {
            admin = ListenSocket.bind(section.bind());
            adminAddress = (InetSocketAddress) admin.address();
        } catch (IOException | RuntimeException e) {
            throw cannotBind("admin", section.bind(), e);
        }
    }

    private static StartFailure cannotBind(String section, SocketAddress address, Exception why) {
        return new StartFailure(section + ".bind", Url.authority(address) + ' ' + cannotBind(why));
    }

    /** For people. */
    static String cannotBind(Exception why) {
        final boolean isInUse =
                why instanceof BindException && String.valueOf(why.getMessage()).contains("in use");
        return isInUse ? "is in use" : "cannot be bound: " + OneLine.reason(why);
    }

    int listenerCount() {
        return ofListeners.size();
    }

    ListenSocket of(int listener, int loop) {
        return ofListeners.get(listener).get(loop);
    }

    /** Where each listener really listens. */
    List<Weir.Bound> bound() {
        return bound;
    }

    /** Null when there is no admin API. */
    ListenSocket admin() {
        return admin;
    }

    /** Where the admin API really listens; null when there is none. */
    InetSocketAddress adminAddress() {
        return adminAddress;
    }

    void close() {
        ofListeners.forEach(sockets -> sockets.forEach(ListenSockets::close));
        if (admin != null) {
            close(admin);
        }
    }

    private static void close(ListenSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            Logger.debug(e, "closing a listening socket");
        }
    }
}
