package weir.bench.sim;

import java.util.SplittableRandom;
import weir.bench.words.Draw;
import weir.bench.words.Durations;

/** Requests that are drawn from distributions; without end. Thread: the simulation's. */
final class DrawnTraffic implements Traffic {
    private final Arrivals arrivals;
    private final Draw service;
    private final long[] keys;
    /** A generator for each, so that another distribution of one leaves the others as they are. */
    private final SplittableRandom gapRandom;

    private final SplittableRandom workRandom;
    private final SplittableRandom keyRandom;

    private double atNs;
    private double workNs;
    private long key;

    private DrawnTraffic(Arrivals arrivals, Draw service, int keyCount, SplittableRandom random) {
        this.arrivals = arrivals;
        this.service = service;
        gapRandom = random.split();
        workRandom = random.split();
        keyRandom = random.split();
        keys = random.longs(keyCount).toArray();
    }

    /** @param keyCount how many different keys requests have, all alike in frequency */
    record From(Arrivals arrivals, Draw service, int keyCount) implements Source {
        @Override
        public Traffic begin(long seed) {
            return new DrawnTraffic(arrivals, service, keyCount, new SplittableRandom(seed));
        }

        @Override
        public double offeredSeconds() {
            return arrivals.perSecond() * service.mean() / Durations.NS_PER_S;
        }
    }

    @Override
    public boolean next() {
        atNs += arrivals.gap().next(gapRandom);
        workNs = service.next(workRandom);
        key = keys[keyRandom.nextInt(keys.length)];
        return true;
    }

    @Override
    public long atNs() {
        return (long) atNs;
    }

    @Override
    public double workNs() {
        return workNs;
    }

    @Override
    public long key() {
        return key;
    }
}
