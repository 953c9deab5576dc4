package weir.filter;

/**
 * The filters of a listener's route, whatever pool its requests go to: those of the listener's own policy and of the
 * route's. Equal where the rows are the same objects, as those of {@link SharedRows} are; the arrays are never written
 * once they are here. Thread: owning loop only.
 *
 * @param arriving for requests that have this route, before anything is done with them
 * @param towards for requests to a pool
 * @param finals for final responses of backends
 * @param switches for those that switch protocols
 * @param own for responses of Weir's own
 */
record RouteRows(
        RequestFilter[] arriving,
        RequestFilter[] towards,
        ResponseFilter[] finals,
        ResponseFilter[] switches,
        ResponseFilter[] own) {}
