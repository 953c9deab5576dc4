package weir.health;

import weir.model.Health;

/**
 * Counts successes and failures in a row and decides when a backend changes sides.
 *
 * <pre>
 *   CHECKING --success--> UP --fall failures in a row--> DOWN
 *       |                  ^                              |^
 *       |                  '---- rise successes in a row -'|
 *       '--failure-----------------------------------------'
 * </pre>
 *
 * <p>Thread: its owner's, in Weir the probe loop.
 */
public final class RiseAndFall {
    private final int rise;
    private final int fall;
    private Health health;
    private int against;

    /** @param initial up, down or checking */
    public RiseAndFall(int rise, int fall, Health initial) {
        assert initial != Health.EJECTED;
        this.rise = rise;
        this.fall = fall;
        this.health = initial;
    }

    /**
     * Takes in one result.
     *
     * @return true when it has changed {@link #health}
     */
    public boolean onResult(boolean isSuccess) {
        final Health shown = isSuccess ? Health.UP : Health.DOWN;
        if (shown == health) {
            against = 0;
            return false;
        }
        if (++against < needed()) {
            return false;
        }
        against = 0;
        health = shown;
        return true;
    }

    /** Results that speak against the present state until it changes. */
    private int needed() {
        return switch (health) {
            case UP -> fall;
            case DOWN -> rise;
            default -> 1;
        };
    }

    public Health health() {
        return health;
    }

    /** Failures so far count no more: something has succeeded in between. */
    public void forgive() {
        if (health == Health.UP) {
            against = 0;
        }
    }

    /** What was known is out of date. */
    void forget() {
        health = Health.CHECKING;
        against = 0;
    }

    /** Neither firmly up nor firmly down: nothing is known, or the last results spoke against the present state. */
    boolean isInDoubt() {
        return against > 0 || health == Health.CHECKING;
    }
}
