package weir.model;

/**
 * What one configuration key accepts, both ends included. Bounds are written here and nowhere else: the records check
 * with them, and the reader of the file and its documentation quote them.
 *
 * @param key the key in the file
 * @param min in the unit of the record component: milliseconds, bytes or a count
 * @param max as {@code min}
 */
public record Range(String key, long min, long max) {
    public boolean has(long value) {
        return value >= min && value <= max;
    }

    void check(long value) {
        if (!has(value)) {
            throw new IllegalArgumentException(key + ": " + value + ", must be " + min + ".." + max);
        }
    }
}
