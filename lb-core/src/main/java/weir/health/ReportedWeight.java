package weir.health;

/**
 * Smooths the weights that a backend reports: each report moves it half of the way, and loops only hear of it when it
 * has moved by a sixteenth, because each change makes tables anew. To 0 and away from 0 it goes at once. Thread: probe
 * loop only.
 */
final class ReportedWeight {
    private static final double PART = 0.5;
    private static final double NOTABLE = 1 / 16.0;

    private double smooth;
    private double shown;
    private boolean isKnown;

    /** @return true when {@link #weight} has changed */
    boolean onReport(double reported) {
        final boolean isJump = !isKnown || reported == 0 || smooth == 0;
        smooth = isJump ? reported : smooth + PART * (reported - smooth);
        if (isKnown && Math.abs(smooth - reported) <= NOTABLE * reported) {
            smooth = reported; // else it would come near and never be there
        }
        if (isKnown && Math.abs(smooth - shown) < NOTABLE * Math.max(smooth, shown) || isKnown && smooth == shown) {
            return false;
        }
        isKnown = true;
        shown = smooth;
        return true;
    }

    boolean isKnown() {
        return isKnown;
    }

    double weight() {
        return shown;
    }
}
