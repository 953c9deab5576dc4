package weir.control;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weir.model.Backend;
import weir.model.Pool;
import weir.snapshot.ResolvedHosts;
import weir.snapshot.Snapshot;

/**
 * Looks up the names of backends, again and again, on a thread of its own: the JDK's resolver blocks, for seconds if it
 * must. One name after the other, so a name service that is slow makes the period longer and nothing else.
 */
public final class NameThread {
    /** The name service, replaced in tests. */
    public interface Lookup {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    private final Supplier<Snapshot> snapshot;
    private final Lookup lookup;
    private final long periodMs;
    private final Consumer<ResolvedHosts.Host> onChange;
    /** Owns: the writing end of each cell of the {@link ResolvedHosts}. */
    private final Thread thread = new Thread(this::run, "names");

    /** @param onChange called on this thread for a name that has other addresses now */
    public NameThread(
            Supplier<Snapshot> snapshot, Lookup lookup, long periodMs, Consumer<ResolvedHosts.Host> onChange) {
        this.snapshot = snapshot;
        this.lookup = lookup;
        this.periodMs = periodMs;
        this.onChange = onChange;
        thread.setDaemon(true); // a lookup cannot be interrupted, and must not hold up the stop
    }

    /**
     * Does nothing where backends have no names. They are looked up at once, as a file is read for one address only.
     */
    public void start() {
        thread.start();
    }

    public void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                lookUpAll();
                TimeUnit.MILLISECONDS.sleep(periodMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each name once. */
    public void lookUpAll() {
        final Snapshot now = snapshot.get();
        final Set<ResolvedHosts.Host> hosts = now.pools().stream()
                .map(Pool::backends)
                .flatMap(List::stream)
                .filter(backend -> !backend.isVacant())
                .flatMap(NameThread::addresses)
                .flatMap(address -> Stream.ofNullable(now.hosts().of(address)))
                .collect(Collectors.toSet());
        for (ResolvedHosts.Host host : hosts) {
            if (host.learn(find(host.name()))) {
                onChange.accept(host);
            }
        }
    }

    private static Stream<SocketAddress> addresses(Backend backend) {
        return Stream.concat(Stream.of(backend.address()), Stream.ofNullable(backend.checkAddress()));
    }

    private List<InetAddress> find(String host) {
        try {
            return List.of(lookup.find(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
