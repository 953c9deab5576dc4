package weir.config.value;

/**
 * One key of a section.
 *
 * @param type how its value is written
 * @param fallback what holds when the key is absent; null = absence has a meaning of its own
 * @param isRequired absence is a problem
 */
public record Key<T>(String name, ValueType<T> type, T fallback, boolean isRequired) {
    /** As the documentation shows it. */
    public String fallbackText() {
        if (isRequired) {
            return "required";
        }
        return fallback == null ? "-" : type.show(fallback);
    }
}
