package weir.config.value;

/** So many in such a time. */
public record Rate(long count, long periodMs) {}
