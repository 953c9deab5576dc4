package weir.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.snapshot.Explanation;
import weir.snapshot.Explanation.Candidate;

class ExplainLineTest {
    private static String line(Explanation explanation) {
        return new String(ExplainLine.of(explanation), StandardCharsets.ISO_8859_1);
    }

    private static Explanation explanation(String algorithm, List<Candidate> candidates, String winner) {
        return new Explanation("loop-0", "app", algorithm, null, false, "", "", candidates, winner, null);
    }

    private static Candidate candidate(String id, double score) {
        return new Candidate(id, 1, 0, Double.NaN, score, null);
    }

    @Test
    void saysEverythingThatIsKnownTheWinnerFirst() {
        final Explanation explanation = new Explanation(
                "loop-0",
                "app",
                "maglev",
                "header:X-User",
                false,
                "place",
                "a note",
                List.of(
                        new Candidate("b1", 2.5, 7, 1234.6, 3.25, "over_bound"),
                        new Candidate("127.0.0.1:9002", 1, 0, Double.NaN, 0, null)),
                "127.0.0.1:9002",
                null);
        assertEquals(
                "Weir-Explain: \"app\";algorithm=\"maglev\";loop=\"loop-0\";key=\"header:X-User\";no-key;by=\"place\";"
                        + "note=\"a note\", \"127.0.0.1:9002\";score=0;in-flight=0;picked, "
                        + "\"b1\";score=3.25;latency-ns=1235;in-flight=7;weight=2.5;excluded=\"over_bound\"\r\n",
                line(explanation));
    }

    @Test
    void writesNumbersAsStructuredFieldsHaveThem() {
        final double[] scores = {0.0004, -0.25, 1e300, Double.NEGATIVE_INFINITY, 12.3456, 2, 0.05};
        final List<Candidate> candidates = new ArrayList<>();
        for (double score : scores) {
            candidates.add(candidate("b", score));
        }
        final String line = line(explanation("x", candidates, null));
        final List<String> written = new ArrayList<>();
        for (String member : line.split("score=")) {
            written.add(member.split("[;,]")[0]);
        }
        assertEquals(
                List.of("0", "-0.25", "999999999999", "-999999999999", "12.346", "2", "0.05"),
                written.subList(1, written.size()));
    }

    @Test
    void staysShortHoweverManyBackendsThereAre() {
        final String longId = "b".repeat(64);
        final List<Candidate> candidates = new ArrayList<>(Collections.nCopies(10_000, candidate("127.0.0.1:9001", 1)));
        candidates.add(candidate(longId, 1e12));
        final String line = line(explanation("c".repeat(300), candidates, longId));
        assertTrue(line.length() <= ExplainLine.BYTES_MAX, line);
        assertTrue(line.contains(", \"" + longId + "\";"), "the picked one is always there: " + line);
        final int shown = line.split(", \"").length - 1;
        assertTrue(line.contains(";more=" + (10_001 - shown)), shown + " in " + line);
    }

    @Test
    void anOwnAlgorithmCannotEndTheLine() {
        final String line = line(explanation("com.Ö\"\r\nSet-Cookie: a=b\\", List.of(), null));
        assertEquals("Weir-Explain: \"app\";algorithm=\"com.????Set-Cookie: a=b?\";loop=\"loop-0\"\r\n", line);
    }
}
