package weir.bench.compare;

/** System calls of one peer under load, and the requests that caused them. Immutable, any thread. */
record SyscallRound(String peer, SyscallCounts counts, Answers load) {
    double per(Unit unit, String name) {
        return per(unit, counts.calls().getOrDefault(name, 0L));
    }

    double totalPer(Unit unit) {
        return per(unit, counts.total());
    }

    double failedPer(Unit unit) {
        return per(unit, counts.failed());
    }

    private double per(Unit unit, long count) {
        return load.isClean() ? count / unit.amount(load) : Double.NaN;
    }
}
