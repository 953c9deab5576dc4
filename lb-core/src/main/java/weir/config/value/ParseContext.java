package weir.config.value;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weir.model.Binds;
import weir.model.Pool;

/**
 * One reading of one file: what was found wrong so far, and the facts that one section needs of another.
 *
 * <p>Thread: the one that reads.
 */
public final class ParseContext {
    private final HostLookup lookup;
    private final Map<String, Optional<InetAddress>> hosts = new HashMap<>();
    private final Binds binds = new Binds();
    private final Map<String, Location> pools = new LinkedHashMap<>();
    private final Set<String> listenerNames = new LinkedHashSet<>();
    private final Map<String, Integer> poolIndexes = new HashMap<>();
    private final Map<String, Pool> readPools = new HashMap<>();
    private final Set<String> usedPools = new HashSet<>();
    private final Map<String, Fallback> fallbacks = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    /** Of each key that was looked at, by its path. */
    private final Map<String, Integer> lines = new HashMap<>();

    private final List<Located<SocketAddress>> listeners = new ArrayList<>();
    private final List<Located<SocketAddress>> backends = new ArrayList<>();
    private final List<Located<String>> fields = new ArrayList<>();
    private final Set<String> reservedFields = new HashSet<>();

    /** @param at where the file says so */
    private record Fallback(String to, Location at) {}

    /** What is wrong, and where; as {@code weir.config.ConfigProblem}, which names the file besides. */
    public record Problem(int line, String path, String found, String accepted) {}

    /** What is odd, and where. */
    public record Warning(int line, String path, String message) {}

    public ParseContext(HostLookup lookup) {
        this.lookup = lookup;
    }

    public void refuse(int line, String path, String found, String accepted) {
        problems.add(new Problem(line, path, found, accepted));
    }

    public void warn(int line, String path, String message) {
        warnings.add(new Warning(line, path, message));
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    public int problemCount() {
        return problems.size();
    }

    public void noteLine(String path, int line) {
        lines.put(path, line);
    }

    /** So far, in line order. */
    public List<Problem> problems() {
        problems.sort(Comparator.comparingInt(Problem::line));
        return List.copyOf(problems);
    }

    /** When all was read: in line order, with what only then is known to be odd. Ask once. */
    public List<Warning> warnings() {
        if (problems.isEmpty()) { // else what looks odd may be odd for that alone
            warnOfUnusedPools();
            warnOfOwnListeners();
        }
        warnings.sort(Comparator.comparingInt(Warning::line)); // stable, so a line keeps its order
        return List.copyOf(warnings);
    }

    /** Of each key that was looked at, by its path. */
    public Map<String, Integer> lines() {
        return lines;
    }

    /** Null when the name does not resolve. Asks once per name, however often the file has it. */
    public InetAddress address(String host) {
        return hosts.computeIfAbsent(host, this::find).orElse(null);
    }

    private Optional<InetAddress> find(String host) {
        try {
            return Optional.of(lookup.find(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    public Binds binds() {
        return binds;
    }

    /** All listeners of the file, in its order. Comes before anything that refers to one. */
    public void defineListeners(Map<String, Location> listeners) {
        listenerNames.addAll(listeners.keySet());
    }

    public Set<String> listenerNames() {
        return listenerNames;
    }

    /** All pools of the file, in its order. Comes before anything that refers to one. */
    public void definePools(Map<String, Location> pools) {
        this.pools.putAll(pools);
        pools.keySet().forEach(name -> poolIndexes.put(name, poolIndexes.size()));
    }

    /** Those that have no problems, once all are read. Comes before the listeners. */
    public void readPools(List<Pool> pools) {
        pools.forEach(pool -> readPools.put(pool.name(), pool));
    }

    /** The inverse of {@link #usePool}. */
    public String poolName(int index) {
        return List.copyOf(pools.keySet()).get(index);
    }

    /** Null when there is no such pool, or it has problems. */
    public Pool pool(String name) {
        return readPools.get(name);
    }

    /** Index in the file's order; -1 when there is no such pool. */
    int usePool(String name) {
        usedPools.add(name);
        return poolIndexes.getOrDefault(name, -1);
    }

    public Set<String> pools() {
        return pools.keySet();
    }

    /** @param to index of the pool that takes what pool {@code from} cannot */
    public void addFallback(String from, int to, Location at) {
        fallbacks.put(from, new Fallback(List.copyOf(pools.keySet()).get(to), at));
    }

    /** When all pools were read. Each cycle is reported once, at the pool that comes first in the file. */
    public void refuseFallbackCycles() {
        final Set<String> told = new HashSet<>();
        fallbacks.forEach((from, fallback) -> {
            final Set<String> chain = new LinkedHashSet<>();
            String pool = from;
            while (fallbacks.containsKey(pool) && chain.add(pool)) {
                pool = fallbacks.get(pool).to();
            }
            if (pool.equals(from) && chain.contains(from) && told.add(from)) {
                told.addAll(chain);
                fallback.at()
                        .refuse(
                                "a circle of fallbacks: " + String.join(" -> ", chain) + " -> " + from,
                                "a chain of pools that ends");
            }
        });
    }

    /** The configuration writes or removes fields of that name, or goes by them. */
    public void addField(String name, Location at) {
        fields.add(new Located<>(name, at));
    }

    /** Weir tells backends something in it. */
    public void reserveField(String name) {
        reservedFields.add(plain(name));
    }

    /** When all was read. */
    public void refuseReservedFields() {
        for (Located<String> field : fields) {
            if (reservedFields.contains(plain(field.value()))) {
                field.location()
                        .refuse(
                                "the field " + Quoted.text(field.value()) + ", which client-certificate-header names",
                                "a field that Weir does not vouch for");
            }
        }
    }

    /** Alike for what a backend may take for one name. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    }

    public void addListener(SocketAddress bind, Location at) {
        listeners.add(new Located<>(bind, at));
    }

    public void addBackend(SocketAddress address, Location at) {
        backends.add(new Located<>(address, at));
    }

    private void warnOfOwnListeners() {
        final LocalAddresses own = new LocalAddresses();
        for (Located<SocketAddress> backend : backends) {
            listeners.stream()
                    .filter(listener -> own.leadsTo(listener.value(), backend.value()))
                    .findFirst()
                    .ifPresent(listener -> backend.location()
                            .warn("this is where " + listener.location().path()
                                    + " accepts, so requests come back to this Weir"));
        }
    }

    private void warnOfUnusedPools() {
        pools.forEach((name, location) -> {
            if (!usedPools.contains(name)) {
                location.warn("no listener uses this pool");
            }
        });
    }
}
