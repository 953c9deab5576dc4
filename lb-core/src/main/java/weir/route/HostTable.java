package weir.route;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.buf.Ascii;

/**
 * The routes by their hosts: a hash table of names and of suffixes, which begin with a dot. The name of a request is
 * hashed once, from its end, and looked up wherever a label begins.
 *
 * <p>Grows while a table is compiled; after {@link #compile} immutable, any thread.
 */
final class HostTable {
    private final Map<String, PathTree> trees = new LinkedHashMap<>();

    /** A power of two, at most half of it used; null = nobody. */
    private byte[][] names;

    private PathTree[] slots;

    /** @param host as the configuration has it */
    PathTree at(String host) {
        return trees.computeIfAbsent(host.startsWith("*") ? host.substring(1) : host, name -> new PathTree());
    }

    void compile() {
        final int length = Integer.highestOneBit(trees.size() + 1) * 4;
        names = new byte[length][];
        slots = new PathTree[length];
        trees.forEach((name, tree) -> {
            tree.compile();
            final byte[] bytes = Ascii.bytes(name);
            int hash = ByteHash.START;
            for (int i = bytes.length - 1; i >= 0; i--) {
                hash = ByteHash.next(hash, bytes[i]);
            }
            int slot = slot(hash);
            while (names[slot] != null) {
                slot = slot + 1 & names.length - 1;
            }
            names[slot] = bytes;
            slots[slot] = tree;
        });
    }

    boolean isEmpty() {
        return trees.isEmpty();
    }

    private int slot(int hash) {
        return ByteHash.end(hash) & names.length - 1;
    }

    /** The first route of the host {@code in[from, end)} that takes the request and comes before {@code best}. */
    int find(ByteBuffer in, int from, int end, RouteSearch request, int bestBefore) {
        int best = bestBefore;
        int hash = ByteHash.START;
        for (int at = end - 1; at >= from; at--) {
            final byte b = Ascii.lower(in.get(at));
            hash = ByteHash.next(hash, b);
            if (b == '.' ? at > from : at == from) {
                final PathTree tree = tree(hash, in, at, end);
                if (tree != null) {
                    best = tree.find(request, best);
                }
            }
        }
        return best;
    }

    private PathTree tree(int hash, ByteBuffer in, int from, int end) {
        int slot = slot(hash);
        while (names[slot] != null) {
            if (Ascii.equalsIgnoreCase(in, from, end, names[slot])) {
                return slots[slot];
            }
            slot = slot + 1 & names.length - 1;
        }
        return null;
    }
}
