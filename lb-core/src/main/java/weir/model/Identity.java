package weir.model;

/**
 * How requests of a listener are told apart, by whom reads logs and traces. Immutable, any thread.
 *
 * @param requestIds null = they have none
 * @param trace null = what they say of it is passed on
 */
public record Identity(RequestIds requestIds, TraceContext trace) {
    public static final Identity NONE = new Identity(null, null);

    /** Most that it adds to a request beside what is said as header rules: {@code traceparent} with its value. */
    int requestBytesMax() {
        return trace == null ? 0 : 80;
    }
}
