package weir.route;

import java.nio.ByteBuffer;
import java.util.List;
import weir.http.HeadView;
import weir.model.Route;
import weir.model.Split;

/**
 * The routes of a listener that split their requests between pools, and whose turn it is in each. Every loop has turns
 * of its own, so that they share nothing; within as many requests as the weights add up to each pool gets exactly as
 * many as its weight is, spread over them. A sticky one goes by the client's address instead. Thread: owning loop only.
 */
public final class Splits {
    private static final int ADDRESS_BYTES_MAX = 16;
    /** Of an IPv6 address: a client has a network of its own, and changes addresses in it. */
    private static final int NETWORK_BYTES = 8;

    /** By the index of the route; null where it does not split. */
    private final Sides[] sides;

    private final byte[] address = new byte[ADDRESS_BYTES_MAX];

    /** Of one route. */
    private static final class Sides {
        private final int[] pools;
        /** Where the share of each ends, in the sum of the weights; one that gets none ends where it begins. */
        private final int[] ends;

        private final int sum;
        private final boolean isSticky;
        /** From one turn to the next; without a divisor in common with the sum, so that it meets each place once. */
        private final int step;

        private int turn;

        Sides(Split split) {
            pools = split.pools().stream().mapToInt(Integer::intValue).toArray();
            ends = new int[pools.length];
            int end = 0;
            for (int i = 0; i < ends.length; i++) {
                end += split.shares().get(i).weight();
                ends[i] = end;
            }
            sum = end;
            isSticky = split.isSticky();
            step = step(sum);
        }

        /** Near the golden section, so that what is met one after the other is far apart. */
        private static int step(int sum) {
            int step = Math.max(1, (int) (sum * 0.618));
            while (gcd(step, sum) != 1) {
                step++;
            }
            return step;
        }

        private static int gcd(int a, int b) {
            return b == 0 ? a : gcd(b, a % b);
        }

        int next() {
            final int at = turn;
            turn += step;
            if (turn >= sum) {
                turn -= sum;
            }
            return at(at);
        }

        int at(int place) {
            int i = 0;
            while (place >= ends[i]) {
                i++;
            }
            return pools[i];
        }
    }

    private Splits(Sides[] sides) {
        this.sides = sides;
    }

    /** Null where no route splits. */
    public static Splits of(List<Route> routes) {
        final Sides[] sides = routes.stream()
                .map(route -> route.action() instanceof Split split ? new Sides(split) : null)
                .toArray(Sides[]::new);
        return routes.stream().anyMatch(route -> route.action() instanceof Split) ? new Splits(sides) : null;
    }

    /**
     * Index of the pool to which this request goes; {@link RouteTable#NONE} when the route does not split. O(pools of
     * the route).
     */
    public int pool(int route, HeadView head, ByteBuffer in, ClientAddress client) {
        final Sides of = route == RouteTable.NONE ? null : sides[route];
        if (of == null) {
            return RouteTable.NONE;
        }
        if (of.isSticky) {
            final int bytes = client.routedClient(head, in, address);
            if (bytes > 1) { // neither unknown nor from a Unix socket
                return of.at(place(address, Math.min(bytes, NETWORK_BYTES), of.sum));
            }
        }
        return of.next();
    }

    /** A client stays where it is as long as the weights are, also behind another Weir. */
    private static int place(byte[] address, int bytes, int sum) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < bytes; i++) {
            hash = (hash ^ address[i] & 0xff) * 0x100000001b3L;
        }
        hash ^= hash >>> 33; // its low bytes mixed into the high ones, as MurmurHash3 ends
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return (int) ((hash >>> 32) * sum >>> 32);
    }
}
