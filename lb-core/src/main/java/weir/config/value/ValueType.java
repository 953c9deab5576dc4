package weir.config.value;

import java.util.function.BiConsumer;

/**
 * A way to write one value in the file. Immutable, any thread.
 *
 * @param <T> what the value becomes
 */
public interface ValueType<T> {
    /** The value, or null after a problem was reported. */
    T read(Location location);

    /** For people, in messages and in the documentation: {@code a duration from 10ms to 1h}. */
    String accepted();

    /** The value as it would stand in a file. */
    default String show(T value) {
        return String.valueOf(value);
    }

    /** Visits every key that may stand below, with its path from the top of the file. */
    default void walk(String path, BiConsumer<String, Key<?>> visitor) {}
}
