package weir.config.value;

import java.util.Collection;
import java.util.Locale;

/** Suggests the word that was probably meant. */
public final class Suggestions {
    private static final int EDITS_MAX = 2;

    private Suggestions() {}

    /** {@code ; did you mean "listeners"?} or nothing. O(candidates x length²); for messages only. */
    public static String hint(String word, Collection<String> candidates) {
        final String nearest = find(word, candidates);
        return nearest == null ? "" : "; did you mean " + Quoted.text(nearest) + "?";
    }

    /** Null when no candidate is near. Case and the kind of dash do not count as a difference. */
    public static String find(String word, Collection<String> candidates) {
        final String wanted = plain(word);
        final int editsMax = wanted.length() <= 3 ? 1 : EDITS_MAX;
        String best = null;
        int bestEdits = editsMax + 1;
        for (String candidate : candidates) {
            final int edits = edits(wanted, plain(candidate), editsMax);
            if (edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return best;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours; more than {@code max} when the lengths already say
     * so.
     */
    private static int edits(String a, String b, int max) {
        if (Math.abs(a.length() - b.length()) > max) {
            return max + 1;
        }
        final int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        final int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
            best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        return best;
    }
}
