package weir.filter;

import java.util.List;
import weir.limit.SecretHash;
import weir.limit.TokenRate;
import weir.model.ExchangeEnd;
import weir.snapshot.SharedLimit;
import weir.snapshot.SharedLimit.Verdict;
import weir.stats.Tally;

/**
 * {@code rate-limits} of one level or of two: each of them has a token for the request, or it is refused. One that is
 * refused takes none: what others before have given goes back.
 *
 * <p>Costs a hash of the key, a search of 16 numbers and a compare-and-set for each limit; allocates nothing. Thread:
 * owning loop only.
 */
final class RateLimitFilter implements RequestFilter {
    private final List<SharedLimit> shared;
    private final SharedLimit[] limits;
    private final Tally<Verdict>[] tallies;
    private final LimitKeyReader[] keys;
    private final RefusalFields[] fields;
    /** Of the request that is filtered just now. */
    private final long[] taken;

    private final long[] waitsNs;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    private RateLimitFilter(List<SharedLimit> shared, int loop) {
        this.shared = shared;
        limits = shared.toArray(SharedLimit[]::new);
        tallies = new Tally[limits.length];
        keys = new LimitKeyReader[limits.length];
        fields = new RefusalFields[limits.length];
        taken = new long[limits.length];
        waitsNs = new long[limits.length];
        for (int i = 0; i < limits.length; i++) {
            tallies[i] = limits[i].tally(loop);
            keys[i] = new LimitKeyReader(limits[i].limit().key(), limits[i].hash());
            fields[i] = new RefusalFields(limits[i].limit());
        }
    }

    /**
     * Null where there are none.
     *
     * @param loop that this one is of
     */
    static RateLimitFilter of(List<SharedLimit> limits, int loop) {
        return limits.isEmpty() ? null : new RateLimitFilter(limits, loop);
    }

    @Override
    public boolean apply(RequestContext context) {
        for (int i = 0; i < limits.length; i++) {
            final long key = keys[i].read(context);
            taken[i] = key;
            if (key != SecretHash.NONE && !take(i, key, context)) {
                giveBack(i);
                return !PASS;
            }
        }
        countTaken(context);
        return PASS;
    }

    /** Only what is not given back. */
    private void countTaken(RequestContext context) {
        for (int i = 0; i < limits.length; i++) {
            if (taken[i] != SecretHash.NONE) {
                tallies[i].add(waitsNs[i] == 0 ? Verdict.PASSED : Verdict.DELAYED);
                if (waitsNs[i] > 0 && !limits[i].isShadow()) {
                    context.delay(waitsNs[i]);
                }
            }
        }
    }

    private boolean take(int i, long key, RequestContext context) {
        final TokenRate rate = limits[i].rate();
        final long answer = limits[i].buckets().take(key, rate, context.nowNs());
        if (!TokenRate.isRefused(answer)) {
            waitsNs[i] = rate.waitNs(answer);
            return PASS;
        }
        if (limits[i].isShadow()) {
            tallies[i].add(Verdict.SHADOWED);
            taken[i] = SecretHash.NONE;
            return PASS;
        }
        tallies[i].add(Verdict.REFUSED);
        final int seconds = (int) Math.min(Integer.MAX_VALUE, rate.secondsToNext(answer));
        return context.refuse(ExchangeEnd.RATE_LIMITED, fields[i], seconds);
    }

    private void giveBack(int count) {
        for (int i = 0; i < count; i++) {
            if (taken[i] != SecretHash.NONE) {
                limits[i].buckets().giveBack(taken[i], limits[i].rate());
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RateLimitFilter filter && shared.equals(filter.shared);
    }

    @Override
    public int hashCode() {
        return shared.hashCode();
    }
}
