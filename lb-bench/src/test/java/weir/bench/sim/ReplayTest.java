package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.bench.words.Durations;

/** Weir's access log as traffic. */
class ReplayTest {
    private static final String TEXT_AT_2S =
            "time=2026-01-02T03:04:02.000Z listener=web client=192.0.2.7 method=\"GET\" target=\"/a b=\\\"c\\\\\" host=\"x\""
                    + " version=1.1 status=200 end=served fault=- pool=app backend=127.0.0.1:9001 reused=yes retries=0"
                    + " request_bytes=0 response_bytes=5 total_us=1500 head_us=100 connect_us=400 response_us=900";
    private static final String JSON_AT_1S =
            "{\"time\":\"2026-01-02T03:04:01.000Z\",\"client\":\"192.0.2.8\",\"target\":\"/a\\\"b\",\"end\":\"served\","
                    + "\"fault\":null,\"reused\":true,\"total_us\":2000,\"head_us\":0,\"connect_us\":0,\"response_us\":900}";

    @TempDir
    private Path directory;

    private final List<String> notes = new ArrayList<>();

    private Replay read(double speed, String... lines) throws IOException {
        final Path file = directory.resolve("access.log");
        Files.write(file, List.of(lines));
        return Replay.read(file, speed, notes::add);
    }

    @Test
    void takesArrivalsAndWorkFromBothFormatsInTheOrderOfArrival() throws IOException {
        final Replay replay = read(1, TEXT_AT_2S, JSON_AT_1S);
        assertEquals(2, replay.entries().size());
        assertEquals(0, replay.entries().get(0).atNs());
        assertEquals(2 * Durations.NS_PER_MS, replay.entries().get(0).workNs());
        assertEquals(1_000_500_000, replay.entries().get(1).atNs()); // each began before its end
        assertEquals(Durations.NS_PER_MS, replay.entries().get(1).workNs());
        assertTrue(replay.entries().get(0).key() != replay.entries().get(1).key(), "two clients");
        assertEquals(List.of(), notes);
    }

    @Test
    void comesFaster() throws IOException {
        assertEquals(500_250_000, read(2, TEXT_AT_2S, JSON_AT_1S).lengthNs());
    }

    @Test
    void leavesOutAndSaysWhatWasNotServed() throws IOException {
        final String refused =
                TEXT_AT_2S.replace("end=served", "end=refused").replace("response_us=900", "response_us=-");
        final String cut = JSON_AT_1S.substring(0, 50);
        final Replay replay = read(1, refused, JSON_AT_1S, cut, "hello", "", "{}", TEXT_AT_2S.replace("T03", "Tx3"));
        assertEquals(1, replay.entries().size());
        assertEquals(
                List.of(
                        "--replay: 1 requests; left out 1 that no backend has served, and 5 lines that are not of Weir's"
                                + " access log"),
                notes);
    }

    @Test
    void refusesAFileWithNothingInIt() {
        final IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> read(1, "127.0.0.1 - - [01/Jan/2026] \"GET /\" 200"));
        assertTrue(e.getMessage().contains("access.log, has no request that was served"), e.getMessage());
    }

    @Test
    void oneRequestIsEnough() throws IOException {
        read(1, TEXT_AT_2S);
        final Result result =
                Runs.one("--algorithm round-robin --backends 2 --replay " + directory.resolve("access.log"));
        assertEquals(1, result.requests());
        assertTrue(result.samples().size() <= 1, "samples end with the arrivals");
    }

    @Test
    void runsThroughTheSimulation() throws IOException {
        read(1, TEXT_AT_2S, JSON_AT_1S);
        final String options = "--algorithm round-robin --backends 2 --replay " + directory.resolve("access.log");
        final Result asThen = Runs.one(options);
        assertEquals(2, asThen.requests());
        assertEquals(2 * Durations.NS_PER_MS, asThen.maxNs());
        assertEquals(1.5 * Durations.NS_PER_MS, asThen.meanNs());
        assertEquals(
                7 * Durations.NS_PER_MS,
                Runs.one(options + " --service constant:7ms").maxNs());
    }
}
