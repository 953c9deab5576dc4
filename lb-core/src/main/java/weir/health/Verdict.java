package weir.health;

/**
 * What one check has found out. Immutable.
 *
 * @param reason for people
 * @param asksForDrain the backend is well and wants no new clients
 * @param weight what it says about its own weight; null = it was not asked, or the check failed
 */
record Verdict(boolean isSuccess, String reason, boolean asksForDrain, WeightReport weight) {
    static Verdict success(String reason) {
        return new Verdict(true, reason, false, null);
    }

    static Verdict failure(String reason) {
        return new Verdict(false, reason, false, null);
    }
}
