package weir.balance;

import java.util.Arrays;

/**
 * What a picker would do with a request, and why: for people, so nothing here is on the path of a request. A picker
 * fills it in {@link Picker#preview}; what it does not know it leaves out. Thread: owning loop only.
 */
public final class Preview {
    /** The picker does not say. */
    public static final int UNKNOWN = -3;

    /** Passed over because it has its share of what is in flight already, see {@code bounded-load}. */
    public static final String OVER_BOUND = "over_bound";
    /** Passed over because others can take the request. */
    public static final String BACKUP = "backup";
    /** The lots for this request have fallen on others. */
    public static final String NOT_DRAWN = "not_drawn";

    private final double[] scores;
    private final double[] latenciesNs;
    private final String[] exclusions;
    private String scoreMeaning = "";
    private String note = "";
    private int winner = UNKNOWN;

    /** Of so many backends. */
    public Preview(int count) {
        scores = new double[count];
        latenciesNs = new double[count];
        exclusions = new String[count];
        Arrays.fill(scores, Double.NaN);
        Arrays.fill(latenciesNs, Double.NaN);
    }

    // --- for the picker

    /** @param meaning what a score is, with its unit and which one wins: {@code in flight per weight, least wins} */
    public void setScoreMeaning(String meaning) {
        scoreMeaning = meaning;
    }

    /** What a backend counts for this request, whether or not it is a candidate. */
    public void setScore(int backend, double score) {
        scores[backend] = score;
    }

    /** How long the picker takes a backend to need for an answer. */
    public void setLatencyNs(int backend, double latencyNs) {
        latenciesNs[backend] = latencyNs;
    }

    /** @param reason a stable word why the algorithm passes a usable backend over */
    public void exclude(int backend, String reason) {
        exclusions[backend] = reason;
    }

    /** @param text why the winner is not the one with the best score, if so */
    public void setNote(String text) {
        note = text;
    }

    /** @param backend as {@link Picker#pick} would return for this request now */
    public void setWinner(int backend) {
        winner = backend;
    }

    // --- for the reader

    public String scoreMeaning() {
        return scoreMeaning;
    }

    /** NaN when there is none. */
    public double score(int backend) {
        return scores[backend];
    }

    /** NaN when the picker does not go by latency. */
    public double latencyNs(int backend) {
        return latenciesNs[backend];
    }

    /** Null when the algorithm does not pass it over. */
    public String exclusion(int backend) {
        return exclusions[backend];
    }

    /** Empty when there is nothing to say. */
    public String note() {
        return note;
    }

    /** Index of a backend, {@link Picker#NONE}, or {@link #UNKNOWN}. */
    public int winner() {
        return winner;
    }
}
