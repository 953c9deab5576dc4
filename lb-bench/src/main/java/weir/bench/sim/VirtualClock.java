package weir.bench.sim;

import weir.time.Clock;

/** Time that stands still between events. Thread: the simulation's. */
final class VirtualClock implements Clock {
    private long nowNs;

    void set(long nowNs) {
        assert nowNs >= this.nowNs : "time runs backwards";
        this.nowNs = nowNs;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public long wallMs() {
        return nowNs / 1_000_000;
    }
}
