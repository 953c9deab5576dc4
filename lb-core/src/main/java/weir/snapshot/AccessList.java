package weir.snapshot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weir.model.AddressRange;
import weir.model.ClientNetworks;
import weir.model.NetworkSource;
import weir.route.NetworkSet;

/**
 * Who may come in, as all loops have it. What stands in files may change: then the compiled lists are exchanged as a
 * whole. A question costs two binary searches. Any thread; {@link #update} by the thread that reads files.
 */
public final class AccessList {
    /** @param allow null = everybody */
    private record Compiled(NetworkSet allow, NetworkSet deny) {
        boolean allows(byte[] address, int length) {
            return allow == null || allow.has(address, length);
        }
    }

    private final String where;
    private final ClientNetworks access;
    private final Map<Path, List<AddressRange>> files = new HashMap<>();
    private volatile Compiled compiled;
    /** Of one writer. */
    private volatile long reloads;

    private volatile long failures;

    /** @param where listener or route that it stands in */
    AccessList(String where, ClientNetworks access) {
        this.where = where;
        this.access = access;
        Stream.concat(access.allow().stream(), access.deny().stream())
                .filter(source -> source.file() != null)
                .forEach(source -> files.put(source.file(), source.networks()));
        compiled = compile();
    }

    private Compiled compile() {
        return new Compiled(
                access.allow().isEmpty() ? null : new NetworkSet(networks(access.allow())),
                new NetworkSet(networks(access.deny())));
    }

    private List<AddressRange> networks(List<NetworkSource> sources) {
        final List<AddressRange> networks = new ArrayList<>();
        for (NetworkSource source : sources) {
            networks.addAll(source.file() == null ? source.networks() : files.get(source.file()));
        }
        return networks;
    }

    /**
     * The address is in {@code deny}.
     *
     * @param length how many of {@code address} count: 4 or 16; 1 for a Unix socket, 0 for nothing known, which no
     *     list has
     */
    public boolean denies(byte[] address, int length) {
        return compiled.deny.has(address, length);
    }

    /** It is in {@code allow}, or there is none. */
    public boolean allows(byte[] address, int length) {
        return compiled.allows(address, length);
    }

    public String where() {
        return where;
    }

    ClientNetworks access() {
        return access;
    }

    public List<Path> files() {
        return List.copyOf(files.keySet());
    }

    /**
     * The file has these networks now.
     *
     * @param isNews it has been changed since the start
     */
    public void update(Path file, List<AddressRange> networks, boolean isNews) {
        files.put(file, networks);
        compiled = compile();
        reloads += isNews ? 1 : 0;
    }

    /** A file that has changed cannot be used. */
    public void onFailure() {
        failures++;
    }

    /** Times that changed files came into use. */
    public long reloads() {
        return reloads;
    }

    /** Times that they did not. */
    public long failures() {
        return failures;
    }
}
