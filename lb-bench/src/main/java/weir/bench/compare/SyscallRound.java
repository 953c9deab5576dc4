package weir.bench.compare;

/** System calls of one peer under load, and the requests that caused them. Immutable, any thread. */
record SyscallRound(String peer, SyscallCounts counts, Answers load) {
    double perRequest(String name) {
        return perRequest(counts.calls().getOrDefault(name, 0L));
    }

    double totalPerRequest() {
        return perRequest(counts.total());
    }

    double failedPerRequest() {
        return perRequest(counts.failed());
    }

    private double perRequest(long count) {
        return load.isClean() ? (double) count / load.count() : Double.NaN;
    }
}
