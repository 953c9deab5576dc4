package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.buf.BufferPool;
import weir.net.Acceptor;
import weir.net.ConnectionLimit;
import weir.net.DescriptorShare;
import weir.net.Descriptors;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.ListenSocket;
import weir.net.NioNetwork;
import weir.net.Transport;
import weir.net.tls.Engines;
import weir.net.tls.TlsClients;
import weir.net.tls.TlsLoop;
import weir.stats.Counter;
import weir.stats.Counters;
import weir.time.Clock;

/**
 * Whatever goes wrong when a client is taken in: its socket is closed, its place is free again, and the loop does not
 * spin.
 */
@Tag("system")
@Timeout(60)
final class AcceptorIT {
    private static final int CLIENTS = 20;
    private static final int FAULTS_PER_CLIENT_MAX = 3;
    private static final int STORM = 1_000;
    /** Without a look between the events of a turn it would be more than 30,000. */
    private static final int STORM_EVENTS_MAX = 8 * STORM;

    private static final int TRIES = 300;

    /** Takes a client, or does not. */
    private interface Taking {
        void take(Owner owner);
    }

    private final Counters counters = new Counters();
    private final ConnectionLimit limit = new ConnectionLimit(STORM);
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private NioNetwork network;
    private ListenSocket socket;
    private EventLoop loop;
    private Thread thread;

    @BeforeEach
    void listen() throws IOException {
        network = new NioNetwork();
        socket = ListenSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        loop = new EventLoop("acceptor-it", Clock.SYSTEM, network, new BufferPool(1024, 1), counters, faults::add);
        thread = new Thread(loop::run);
    }

    @AfterEach
    void stop() throws Exception {
        loop.stop();
        thread.join();
        socket.close();
    }

    /** Has events, and fails with each. */
    private static final class Owner extends IoHandler {
        private final Taking taking;
        private boolean failsToLetGo;
        /** Null = there is none. */
        private AtomicInteger events;

        private Owner(Taking taking) {
            this.taking = taking;
        }

        @Override
        protected void onOpen() {
            taking.take(this);
        }

        @Override
        protected void onReady(int readyOps) {
            if (events != null) {
                events.incrementAndGet(); // reads nothing, so that there is the next one at once
                return;
            }
            throw new IllegalStateException("event");
        }

        @Override
        protected void onFault() {
            if (failsToLetGo) {
                throw new IllegalStateException("letting go");
            }
        }
    }

    private void accept(Acceptor.Clients clients) throws IOException {
        new Acceptor(loop, network, socket, clients, limit, 1).start();
        thread.start();
    }

    private static Acceptor.Clients clients(Taking taking) {
        return transport -> new Owner(taking);
    }

    /** Each sees the end of its connection, and nothing is left of it. */
    private void assertAllAreClosed() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket client = connected()) {
                assertEquals(-1, read(client));
            }
        }
        await("all are counted").until(() -> counters.get(Counter.CONNECTIONS_CLOSED) == CLIENTS);
        assertEquals(CLIENTS, counters.get(Counter.CONNECTIONS_ACCEPTED));
        assertEquals(0, limit.count(), "places that are taken");
    }

    /** Who connects in that moment is refused, as before it, and not reset in the middle of a request. */
    @Test
    void whoAsksWhetherAnAddressIsFreeDoesNotListen() throws Exception {
        final InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
        final InetAddress other = InetAddress.getByName("127.0.0.2"); // or it might connect to itself
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final Thread client = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try (Socket socket = new Socket(free.getAddress(), free.getPort(), other, 0)) {
                    accepted.addAndGet(socket.isConnected() ? 1 : 0);
                } catch (IOException e) {
                    refused.incrementAndGet();
                }
            }
        });
        client.start();
        for (int i = 0; i < TRIES || refused.get() < TRIES; i++) {
            ListenSocket.tryOut(free);
        }
        client.interrupt();
        client.join();
        assertEquals(0, accepted.get());
        assertThrows(BindException.class, () -> ListenSocket.tryOut(socket.address()));
    }

    /** Those that are in keep the loop as busy as it can be. */
    @Test
    void takesAStormOfConnectionsInBesideManyEvents() throws IOException {
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger events = new AtomicInteger();
        final AtomicInteger eventsOfStorm = new AtomicInteger();
        final List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < STORM; i++) {
                clients.add(connected());
                clients.get(i).getOutputStream().write('x');
            }
            accept(clients(owner -> {
                owner.events = events;
                if (accepted.incrementAndGet() == STORM) {
                    eventsOfStorm.set(events.get());
                }
            }));
            await("all are in").until(() -> accepted.get() == STORM);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertTrue(eventsOfStorm.get() <= STORM_EVENTS_MAX, eventsOfStorm + " events before the last one was in");
    }

    /** A look between events is not asked for by the kernel: nobody is closed for a client that may not be there. */
    @Test
    void makesRoomOnlyForAClientThatIsThere() throws Exception {
        final AtomicInteger rooms = new AtomicInteger();
        loop = new EventLoop(
                "acceptor-it",
                Clock.SYSTEM,
                network,
                new BufferPool(1024, 1),
                counters,
                faults::add,
                new DescriptorShare(new Descriptors(0), 1));
        thread = new Thread(loop::run);
        final Acceptor acceptor = new Acceptor(loop, network, socket, new NobodyIn(rooms), limit, 1);
        acceptor.start();
        final AtomicInteger roomsAfterLook = new AtomicInteger(-1);
        loop.post(() -> {
            loop.dispatch(acceptor, 0);
            roomsAfterLook.set(rooms.get());
        });
        thread.start();
        await("the look").until(() -> roomsAfterLook.get() >= 0);
        assertEquals(0, roomsAfterLook.get());
        try (Socket client = connected()) {
            await("room was asked for").until(() -> rooms.get() > 0);
            assertTrue(client.isConnected());
        }
        assertEquals(0, limit.count(), "places that are taken");
    }

    /** Has nobody whom it could close. */
    private record NobodyIn(AtomicInteger rooms) implements Acceptor.Clients {
        @Override
        public IoHandler accept(Transport transport) {
            return new Owner(owner -> {});
        }

        @Override
        public boolean makeRoom() {
            rooms.incrementAndGet();
            return false;
        }
    }

    private Socket connected() throws IOException {
        final InetSocketAddress address = (InetSocketAddress) socket.address();
        final Socket client = new Socket(address.getAddress(), address.getPort());
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
        return client;
    }

    private static int read(Socket client) throws IOException {
        try {
            return client.getInputStream().read();
        } catch (java.net.SocketException e) { // reset
            return -1;
        }
    }

    @Test
    void closesAClientWhoseOwnerThrows() throws IOException {
        accept(clients(owner -> {
            throw new IllegalStateException("taking");
        }));
        assertAllAreClosed();
        assertEquals(CLIENTS, faults.size());
    }

    @Test
    void closesAClientWhoseOwnerThrowsAnErrorAndCannotLetGo() throws IOException {
        accept(clients(owner -> {
            owner.failsToLetGo = true;
            throw new LinkageError("taking");
        }));
        assertAllAreClosed();
    }

    @Test
    void closesAClientForWhichSomethingIsLackingAndPauses() throws IOException {
        accept(transport -> {
            throw new IOException("Too many open files");
        });
        assertAllAreClosed();
        assertEquals(List.of(), faults, "a shortage is no bug");
        assertTrue(counters.get(Counter.ACCEPT_PAUSES) > 0);
    }

    @Test
    void closesAClientWhoseOwnerCannotBeMade() throws IOException {
        accept(transport -> {
            throw new IllegalStateException("making");
        });
        assertAllAreClosed();
    }

    /** Conscrypt says so when it finds no descriptor. */
    @Test
    void closesATlsClientWithoutAnEngine() throws IOException {
        final Engines none = new Engines() {
            @Override
            public SSLEngine newEngine() {
                throw new IllegalStateException("no engine");
            }

            @Override
            public void release(SSLEngine engine, ByteBuffer scratch) {}
        };
        accept(new TlsClients(new TlsLoop(loop, false, 1), none, clients(owner -> {}), 1_000));
        assertAllAreClosed();
        assertEquals(CLIENTS, faults.size());
    }

    @Test
    void cutsOffAClientThatFailsWithEachEventAndStays() throws IOException {
        accept(clients(owner -> {}));
        try (Socket client = connected()) {
            client.getOutputStream().write('x');
            assertEquals(-1, read(client));
        }
        assertTrue(faults.size() <= FAULTS_PER_CLIENT_MAX, faults.size() + " faults");
    }

    @Test
    void cutsOffAClientThatCannotLetGo() throws IOException {
        accept(clients(owner -> owner.failsToLetGo = true));
        try (Socket client = connected()) {
            client.getOutputStream().write('x');
            assertEquals(-1, read(client));
        }
        assertTrue(faults.size() <= FAULTS_PER_CLIENT_MAX, faults.size() + " faults");
    }

    /** The kernel would go on to send it clients. */
    @Test
    void listensNoMoreWhenItsLoopHasDied() throws Exception {
        thread.setUncaughtExceptionHandler((dead, why) -> faults.add(why));
        accept(clients(owner -> {
            throw new OutOfMemoryError("made for this test");
        }));
        final SocketAddress address = socket.address();
        try (Socket client = connected()) {
            assertEquals(-1, read(client));
        }
        thread.join();
        assertTrue(loop.hasDied());
        assertThrows(ConnectException.class, () -> new Socket().connect(address));
    }

    @Test
    void pausesAfterAFaultOfTheAcceptorItself() throws IOException {
        final Acceptor acceptor = new Acceptor(loop, network, socket, clients(owner -> {}), null, 1);
        acceptor.start();
        thread.start();
        try (Socket client = connected()) {
            assertTrue(client.isConnected(), "by the kernel");
            await("it was tried").until(() -> !faults.isEmpty());
            final int soFar = faults.size();
            await("again after a while").until(() -> faults.size() > soFar);
        }
        assertTrue(counters.get(Counter.ACCEPT_PAUSES) > 0);
    }
}
