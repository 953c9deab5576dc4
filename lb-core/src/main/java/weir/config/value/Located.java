package weir.config.value;

/** A value that is compared with others, and where it stands in case that finds something wrong. */
public record Located<T>(T value, Location location) {}
