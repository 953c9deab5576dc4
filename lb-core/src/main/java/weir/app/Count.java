package weir.app;

/** A number and what it counts. */
final class Count {
    private Count() {}

    /** {@code 1 pool}, {@code 3 pools}. */
    static String of(int count, String singular) {
        return count + " " + singular + (count == 1 ? "" : "s");
    }
}
