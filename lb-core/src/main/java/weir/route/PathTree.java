package weir.route;

import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;

/**
 * The routes of one host by their paths: a tree in which each way down spells the beginning of a path. A request goes
 * down as far as its path leads, and meets each route that it could take; whichever comes first in the file wins.
 *
 * <p>Costs O(bytes of the path), however many routes there are; what lies behind the best route so far is not looked
 * at. Grows while a table is compiled, then immutable, any thread.
 */
final class PathTree {
    private static final int NO_ROUTE = Integer.MAX_VALUE;

    /** Of any path. */
    private final RouteList any = new RouteList();

    private final Node root = new Node(new byte[0]);

    void add(int index, PathKind kind, byte[] path, Conditions conditions) {
        switch (kind) {
            case ANY -> any.add(index, conditions);
            case EXACT -> at(path, index).exact().add(index, conditions);
            case PREFIX -> at(path, index).prefix().add(index, conditions);
            case FOLDER -> {
                at(path, index).prefix().add(index, conditions);
                at(Arrays.copyOf(path, path.length - 1), index).exact().add(index, conditions);
            }
        }
    }

    /** What begins like that, for an expression that goes on. */
    void addPattern(int index, byte[] beginning, Conditions conditions) {
        add(index, beginning.length == 0 ? PathKind.ANY : PathKind.PREFIX, beginning, conditions);
    }

    /** To be called once, when all routes are here. */
    void compile() {
        any.compile();
        root.compile();
    }

    private Node at(byte[] path, int index) {
        Node node = root;
        int from = 0;
        while (true) {
            node.first = Math.min(node.first, index);
            if (from == path.length) {
                return node;
            }
            Node child = node.child(path[from]);
            if (child == null) {
                child = new Node(Arrays.copyOfRange(path, from, path.length));
                node.put(child);
            }
            int same = 1;
            while (same < child.label.length && from + same < path.length && child.label[same] == path[from + same]) {
                same++;
            }
            if (same < child.label.length) {
                child = child.split(same);
                node.put(child);
            }
            node = child;
            from += same;
        }
    }

    /** The first route that takes the request, if it comes before {@code best}; else {@code best}. */
    int find(RouteSearch request, int best) {
        final int found = any.find(request, best);
        return root.first < found ? root.find(request, found) : found;
    }

    private static final class Node {
        /** The bytes that lead here from the node above. */
        private final byte[] label;
        /** Index of the first route here or below. */
        private int first = NO_ROUTE;
        /** Null where there is none; likewise below. */
        private RouteList exact;

        private RouteList prefix;
        /** By the first byte of their labels, from {@link #base} on. */
        private Node[] children = {};

        private int base;

        private Node(byte[] label) {
            this.label = label;
        }

        RouteList exact() {
            exact = exact == null ? new RouteList() : exact;
            return exact;
        }

        RouteList prefix() {
            prefix = prefix == null ? new RouteList() : prefix;
            return prefix;
        }

        private Node child(byte b) {
            final int place = (b & 0xff) - base;
            return place >= 0 && place < children.length ? children[place] : null;
        }

        private void put(Node child) {
            final int b = child.label[0] & 0xff;
            final int low = children.length == 0 ? b : Math.min(base, b);
            final int high = children.length == 0 ? b : Math.max(base + children.length - 1, b);
            final Node[] wider = new Node[high - low + 1];
            System.arraycopy(children, 0, wider, children.length == 0 ? 0 : base - low, children.length);
            wider[b - low] = child;
            children = wider;
            base = low;
        }

        /** A node for the first {@code bytes} of the label, with the rest of this one below. */
        private Node split(int bytes) {
            final Node upper = new Node(Arrays.copyOf(label, bytes));
            final Node lower = new Node(Arrays.copyOfRange(label, bytes, label.length));
            lower.first = first;
            lower.exact = exact;
            lower.prefix = prefix;
            lower.children = children;
            lower.base = base;
            upper.first = first;
            upper.put(lower);
            return upper;
        }

        private void compile() {
            if (exact != null) {
                exact.compile();
            }
            if (prefix != null) {
                prefix.compile();
            }
            for (Node child : children) {
                if (child != null) {
                    child.compile(); // as deep as paths are long, which the longest of a configuration bounds
                }
            }
        }

        private int find(RouteSearch request, int bestBefore) {
            final ByteBuffer in = request.pathIn();
            final int end = request.pathEnd();
            int best = bestBefore;
            int at = request.pathStart();
            Node node = this;
            while (node != null && node.first < best) {
                if (end - at < node.label.length || !Ascii.startsWith(in, at, node.label)) {
                    break;
                }
                at += node.label.length;
                if (node.prefix != null) {
                    best = node.prefix.find(request, best);
                }
                if (at == end) {
                    return node.exact == null ? best : node.exact.find(request, best);
                }
                node = node.child(in.get(at));
            }
            return best;
        }
    }
}
