package weir.health;

/**
 * How one check went. Immutable, any thread.
 *
 * @param reason for people: {@code status 200}, {@code no connection within 1000 ms}
 * @param latencyUs from its start to the result
 * @param wallMs when, since 1970
 */
public record CheckResult(boolean isSuccess, String reason, long latencyUs, long wallMs) {}
