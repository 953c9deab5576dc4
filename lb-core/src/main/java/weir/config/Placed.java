package weir.config;

/** A value that is compared with others, and where it stands in case that finds something wrong. */
record Placed<T>(T value, Place place) {}
