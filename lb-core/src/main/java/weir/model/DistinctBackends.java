package weir.model;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a pool has twice: for its constructor, and for the reader of the file, which knows the line. Thread: one.
 */
public final class DistinctBackends {
    private final Map<SocketAddress, String> addresses = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    /** For people. */
    public record Objection(String found, String accepted) {}

    /** What is wrong with one more backend; null = nothing. */
    public Objection objection(Backend backend) {
        if (backend.isVacant()) {
            return null;
        }
        final String twin = addresses.putIfAbsent(backend.address(), backend.id());
        if (twin != null) {
            return new Objection("the address of backend \"" + twin + "\" again", "each address once in a pool");
        }
        return ids.add(backend.id())
                ? null
                : new Objection("the id \"" + backend.id() + "\" again", "each id once in a pool");
    }
}
