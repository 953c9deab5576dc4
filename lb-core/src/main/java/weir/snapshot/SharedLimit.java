package weir.snapshot;

import weir.limit.Buckets;
import weir.limit.SecretHash;
import weir.limit.TokenRate;
import weir.model.PolicyMode;
import weir.model.RateLimit;
import weir.stats.Tally;

/**
 * A rate limit as all loops have it: its buckets, and what has become of requests. Any thread; a tally belongs to its
 * loop.
 */
public final class SharedLimit {
    /** What it says of a request. */
    public enum Verdict {
        PASSED("passed"),
        /** It has to wait for its token; in the shadow it would have to. */
        DELAYED("delayed"),
        REFUSED("refused"),
        /** It would have been refused. */
        SHADOWED("shadowed");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private final String where;
    private final RateLimit limit;
    private final TokenRate rate;
    private final SecretHash hash;
    private final Buckets buckets;
    private final Tally<Verdict>[] tallies;

    /** @param where listener, route or pool that it stands in */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    SharedLimit(String where, RateLimit limit, int loops) {
        this.where = where;
        this.limit = limit;
        rate = TokenRate.of(limit.count(), limit.periodMs() * 1_000_000, limit.burst(), limit.waitMs() * 1_000_000);
        hash = SecretHash.random();
        buckets = new Buckets(limit.keys());
        tallies = new Tally[loops];
        for (int i = 0; i < loops; i++) {
            tallies[i] = new Tally<>(Verdict.class);
        }
    }

    public String where() {
        return where;
    }

    public RateLimit limit() {
        return limit;
    }

    public boolean isShadow() {
        return limit.mode() == PolicyMode.SHADOW;
    }

    public TokenRate rate() {
        return rate;
    }

    /** What the keys of {@link #buckets} are made with. */
    public SecretHash hash() {
        return hash;
    }

    public Buckets buckets() {
        return buckets;
    }

    /** That loop's. */
    public Tally<Verdict> tally(int loop) {
        return tallies[loop];
    }

    /** Over all loops. */
    public long total(Verdict verdict) {
        long sum = 0;
        for (Tally<Verdict> tally : tallies) {
            sum += tally.get(verdict);
        }
        return sum;
    }
}
