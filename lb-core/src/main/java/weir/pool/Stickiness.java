package weir.pool;

import java.nio.ByteBuffer;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.route.BackendCookies;
import weir.route.HashKey;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * Where the client of one exchange was before, and what it is told when it comes to another backend. Reused from
 * exchange to exchange.
 *
 * <p>Pools without stickiness cost a comparison. Thread: owning loop only.
 */
public final class Stickiness {
    /** More of one name no client has a reason to send. */
    private static final int COOKIES_MAX = 8;

    private final Counters counters;
    /** Null where clients stick to nobody. */
    private StickyPool pool;

    /** Where the cookies lead to, in their order; null before the first request to a pool that has any. */
    private int[] named;
    /** How many of them there are, or why there are none. */
    private int found;

    private long hash;
    /** What the first pick has shown; null before it. */
    private Counter result;

    public Stickiness(Counters counters) {
        this.counters = counters;
    }

    /** Before the head of a request to that pool is rewritten. */
    public void begin(PoolView of) {
        pool = of.sticky();
        if (pool != null) {
            found = BackendCookies.NONE;
            hash = HashKey.NONE;
            result = null;
        }
    }

    public boolean isOn() {
        return pool != null;
    }

    /** What of the request must be told to {@link #onKey}; null = nothing. */
    public HashKey key() {
        return pool == null ? null : pool.key();
    }

    public void onKey(long ofRequest) {
        hash = ofRequest;
    }

    /** Takes the cookies out of the request, and remembers where they lead. */
    public void edit(HeadView head, ByteBuffer in, HeadEdit edit) {
        if (pool != null && pool.cookies() != null) {
            if (named == null) {
                named = new int[COOKIES_MAX];
            }
            found = pool.cookies().take(head, in, edit, named);
        }
    }

    /**
     * Whether the cookie of a request leads to a backend of that pool which takes it. Before the request is rewritten;
     * of this pool's cookies, lines that have nothing else go.
     */
    public boolean leads(PoolView to, HeadView head, ByteBuffer in, HeadEdit scratch, PickContext context) {
        begin(to);
        scratch.begin();
        edit(head, in, scratch);
        return pool != null && pool.cookies() != null && named(context) != Picker.NONE;
    }

    /**
     * The backend that the client sticks to; where that cannot be had, the algorithm's choice. Only where
     * {@link #isOn}.
     */
    public int pick(PickContext context) {
        final int sticky = pool.cookies() != null ? named(context) : pool.keyed(hash, context);
        count(sticky != Picker.NONE);
        if (sticky == Picker.NONE) {
            return pool.pickAny(context);
        }
        pool.charge(sticky);
        return sticky;
    }

    /**
     * The first of the cookies that leads to a backend which takes the request; again at each pick, as backends come
     * and go.
     */
    private int named(PickContext context) {
        for (int i = 0; i < found; i++) {
            final int backend = pool.named(named[i], context);
            if (backend != Picker.NONE) {
                return backend;
            }
        }
        return Picker.NONE;
    }

    /** Once per request; once more when it had been led to a backend that then failed. */
    private void count(boolean isHit) {
        if (result == null) {
            result = isHit ? Counter.STICKY_HITS : reasonForAnother();
            counters.add(result);
        } else if (result == Counter.STICKY_HITS && !isHit) {
            result = Counter.STICKY_BROKEN;
            counters.add(result);
        }
    }

    private Counter reasonForAnother() {
        if (found > 0 || hash != HashKey.NONE) {
            return Counter.STICKY_BROKEN;
        }
        return found == BackendCookies.INVALID ? Counter.STICKY_INVALID : Counter.STICKY_MISSES;
    }

    /** Gives the client of a response the cookie that leads to {@code backend}, unless it has it. */
    public void edit(HeadView head, ByteBuffer in, HeadEdit edit, int backend) {
        if (pool == null || pool.cookies() == null) {
            return;
        }
        pool.cookies().dropForeign(head, in);
        final byte[] lines = lines(backend);
        if (lines != null) {
            edit.add(lines);
        }
    }

    /** Lines for a response of Weir's own, to the same end; null = none. */
    public byte[] lines(int backend) {
        return pool == null || pool.cookies() == null || has(backend)
                ? null
                : pool.cookies().lines(backend);
    }

    /** One of the client's cookies leads there. */
    private boolean has(int backend) {
        for (int i = 0; i < found; i++) {
            if (named[i] == backend) {
                return true;
            }
        }
        return false;
    }
}
