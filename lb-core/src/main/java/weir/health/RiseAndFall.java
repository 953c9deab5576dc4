package weir.health;

/**
 * Counts successes and failures in a row and decides when a backend changes sides: after {@code fall} failures it is down, after {@code rise}
 * successes up again. Starts up. Thread: probe loop only.
 */
final class RiseAndFall {
    private final int rise;
    private final int fall;
    private boolean isUp = true;
    private int against;

    RiseAndFall(int rise, int fall) {
        this.rise = rise;
        this.fall = fall;
    }

    /**
     * Takes in one result.
     *
     * @return true when it has changed {@link #isUp}
     */
    boolean onResult(boolean isSuccess) {
        if (isSuccess == isUp) {
            against = 0;
            return false;
        }
        if (++against < (isUp ? fall : rise)) {
            return false;
        }
        against = 0;
        isUp = isSuccess;
        return true;
    }

    boolean isUp() {
        return isUp;
    }

    /** Neither firmly up nor firmly down: the last results spoke against the present state. */
    boolean isInDoubt() {
        return against > 0;
    }
}
