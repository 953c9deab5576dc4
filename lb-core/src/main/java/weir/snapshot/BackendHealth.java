package weir.snapshot;

/**
 * "Backend {@code backend} of pool {@code pool} is up (or down), as of this generation." Absolute, so safe to lose, repeat or reorder.
 *
 * @param generation counts up with each transition of this backend; a loop ignores an older one
 */
public record BackendHealth(int pool, int backend, boolean isUp, long generation) {}
