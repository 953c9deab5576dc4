package weir.filter;

/**
 * The filters between a listener and a pool. Equal where the rows are the same objects, as those of {@link SharedRows}
 * are; the arrays are never written once they are here. Thread: owning loop only.
 *
 * @param towards for requests to the pool, before those of their route
 * @param lastTowards for the same, after those
 * @param finals for final responses from it
 * @param switches for responses from it that switch protocols
 */
record PoolRows(
        RequestFilter[] towards, RequestFilter[] lastTowards, ResponseFilter[] finals, ResponseFilter[] switches) {}
