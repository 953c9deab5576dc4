package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import weir.balance.Algorithm;
import weir.bench.command.AlgorithmWord;
import weir.bench.words.Durations;
import weir.model.ExchangeEnd;

/** Backends, troubles, health and retries in virtual time. */
class SimulationTest {
    @TempDir
    private Path directory;

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        final String options = "--algorithm " + String.join(",", new AlgorithmWord.Words())
                + " --backends 12 --loops 3 --slow 2x5@1s..3s --fail 1@2s..4s --down 1@2s..5s --duration 8s --seed ";
        final byte[] first = bytesOf(options + 5);
        assertArrayEquals(first, bytesOf(options + 5));
        assertFalse(Arrays.equals(first, bytesOf(options + 6)), "the seed changes nothing");
    }

    /** All that the command writes, one after the other. */
    private byte[] bytesOf(String options) throws IOException {
        final List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        final StringBuilder all = new StringBuilder();
        for (String option : List.of("--csv", "--csv-time", "--csv-backends", "--svg")) {
            arguments.addAll(List.of(option, directory.resolve(option).toString()));
        }
        final StringWriter out = new StringWriter();
        final CommandLine line = new CommandLine(new SimulateCommand()).setOut(new PrintWriter(out));
        assertEquals(0, line.execute(arguments.toArray(new String[0])));
        all.append(out);
        for (String file : List.of("--csv", "--csv-time", "--csv-backends", "--svg")) {
            final String text = Files.readString(directory.resolve(file));
            assertTrue(text.lines().count() > 0, file + " is empty");
            all.append(text);
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void eachRequestEndsOnce(Algorithm algorithm) {
        final Result result = Runs.one("--algorithm " + algorithm.word()
                + " --backends 5 --workers 2 --arrivals constant:500 --service lognormal:8ms,1 --loops 2"
                + " --slow 1x20@1s..4s --fail 1@2s..3s --down 1@2s..6s --duration 10s --response-timeout 500ms");
        assertEquals(4_999, result.requests()); // the last would arrive when it is over
        assertEquals(result.requests() + result.retries(), result.picks());
        final long timeouts = result.ends().getOrDefault(ExchangeEnd.RESPONSE_TIMEOUT, 0L);
        assertEquals(
                result.requests() - result.errors() + timeouts,
                result.latencies().getTotalCount());
    }

    @Test
    void allAlgorithmsMeetTheSameRequests() {
        final Map<String, Result> results = Runs.of("--algorithm round-robin,random --backends 10000"
                + " --arrivals poisson:1 --service exp:1ms --duration 2000s");
        assertEquals(
                results.get("round-robin").requests(), results.get("random").requests());
        assertEquals(
                results.get("round-robin").meanNs(), results.get("random").meanNs(), 1, "nobody waits, so work is all");
    }

    @Test
    void aBackendThatIsDownCostsRetriesUntilHealthTakesItOut() {
        final String options = "--algorithm round-robin --backends 4 --arrivals constant:100 --service constant:1ms"
                + " --down 1@10s..20s --duration 60s --fall 3 --interval 1s";
        final Result result = Runs.one(options);
        assertEquals(0, result.errors());
        assertEquals(3, result.retries());
        assertEquals(4, usableAt(result, 9));
        assertEquals(3, usableAt(result, 12));
        assertEquals(4, usableAt(result, 26)); // two checks of 2 s, and their jitter
        final Result stubborn = Runs.one(options + " --retries 0");
        assertEquals(3L, stubborn.ends().get(ExchangeEnd.CONNECT_REFUSED));
    }

    @Test
    void checksTakeOutABackendThatNobodyAsks() {
        final String options = "--algorithm round-robin --backends 3 --arrivals constant:1 --service constant:1ms"
                + " --down 1@..30s --duration 60s --interval 1s --health-interval 100ms --health ";
        assertEquals(2, usableAt(Runs.one(options + "tcp"), 2));
        assertEquals(3, usableAt(Runs.one(options + "tcp"), 32));
        assertEquals(3, usableAt(Runs.one(options + "none"), 20));
    }

    @Test
    void onlyHttpChecksNoticeABackendThatFails() {
        final String options = "--algorithm round-robin --backends 3 --arrivals constant:100 --service constant:1ms"
                + " --fail 1@5s.. --duration 20s --interval 1s --health-interval 100ms --health ";
        assertEquals(3, usableAt(Runs.one(options + "tcp"), 10));
        final Result noticed = Runs.one(options + "http");
        assertEquals(2, usableAt(noticed, 10));
        assertTrue(noticed.failed() > 0 && noticed.failed() < 20, "failed: " + noticed.failed());
        assertEquals(0, noticed.retries(), "an answer is an answer");
    }

    private static int usableAt(Result result, int second) {
        return result.samples().get(second - 1).usable();
    }

    @Test
    void whatABackendHasWhenItGoesDownIsTriedElsewhere() {
        final String options = "--algorithm round-robin --backends 2 --arrivals constant:10 --service constant:5s"
                + " --workers 3 --down 1@4s.. --duration 5s --response-timeout 1h ";
        final Result retried = Runs.one(options);
        assertEquals(0, retried.errors());
        final Result lost = Runs.one(options + "--retries 0");
        assertEquals(20L, lost.ends().get(ExchangeEnd.EMPTY_RESPONSE)); // waiting and in service
    }

    @Test
    void aRequestThatWaitsTooLongIsGivenUp() {
        final Result result = Runs.one("--algorithm random --backends 1 --arrivals constant:10 --service constant:1s"
                + " --duration 10s --response-timeout 2s");
        final long timeouts = result.ends().get(ExchangeEnd.RESPONSE_TIMEOUT);
        assertEquals(99, result.requests());
        assertEquals(97, timeouts); // the first two are done in time; the backend goes on with those given up
        assertEquals(2 * Durations.NS_PER_S, result.maxNs());
    }

    /** Backend 1 never answers in time, and whoever is given up there is served by backend 2. */
    @Test
    void aTimeoutIsTriedElsewhereWhereThatIsAskedFor() {
        final String options = "--algorithm round-robin --backends 2 --workers 1000 --service constant:10ms "
                + "--arrivals constant:100 --slow 1x100 --response-timeout 100ms --health none --duration 10s ";
        final Result given = Runs.one(options);
        assertEquals(500, given.errors());
        assertEquals(0, given.retries());
        final Result retried = Runs.one(options + "--retry-on timeout");
        assertEquals(0, retried.errors());
        assertTrue(retried.retries() >= given.errors(), retried.retries() + " retries");
        assertEquals(retried.requests() + retried.retries(), retried.picks());
    }

    @Test
    void anAnswerThatIsAnErrorIsTriedElsewhereWhereThatIsAskedFor() {
        final String options = "--algorithm round-robin --backends 2 --workers 1000 --service constant:10ms "
                + "--arrivals constant:100 --fail 1 --health none --duration 10s ";
        final Result answered = Runs.one(options);
        assertEquals(500, answered.errors());
        final Result retried = Runs.one(options + "--retry-on 503");
        assertEquals(0, retried.errors());
        assertEquals(retried.requests(), retried.retries(), "the next turn after a retry is the failing one's again");
        final Result alone = Runs.one(options + "--retry-on 503 --down 1");
        assertEquals(
                alone.requests(), alone.errors(), "the other refuses, so the client gets the answer or the failure");
    }

    @Test
    void saysSoWhereNobodyWasServed() throws IOException {
        final Result result = Runs.one("--algorithm random --backends 2 --down 2 --arrivals constant:10 --duration 3s");
        assertEquals(result.requests(), result.errors());
        assertTrue(Double.isNaN(result.meanNs()) && Double.isNaN(result.percentileNs(50)), "there is no latency");
        assertTrue(new String(bytesOf("--algorithm random --backends 2 --down 2"), StandardCharsets.UTF_8)
                .contains("no_healthy_backend"));
    }

    @Test
    void whatArrivesDuringTheWarmUpIsNotCounted() {
        final Result result = Runs.one("--algorithm round-robin --backends 2 --arrivals constant:100"
                + " --service constant:1ms --slow 2x10@..5s --warm-up 6s --duration 10s");
        assertEquals(400, result.requests());
        assertEquals(Durations.NS_PER_MS, result.maxNs());
    }

    @Test
    void weightsAreWhatSharesAreMeasuredBy() {
        final Result result = Runs.one("--algorithm weighted-round-robin --backends 3 --weights 1,2x2"
                + " --arrivals constant:1000 --service constant:1ms --duration 5s");
        assertEquals(1, result.shareMin(), 0.01);
        assertEquals(1, result.shareMax(), 0.01);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--algorithm fastest",
                "--service exp",
                "--service exp:8",
                "--service exp:0s",
                "--service uniform:5ms,1ms",
                "--service lognormal:5ms",
                "--service lognormal:5ms,9",
                "--arrivals 500",
                "--arrivals poisson:0",
                "--arrivals poisson:NaN",
                "--slow 3",
                "--slow 3x0",
                "--slow 3x10@5s",
                "--slow 3x10@5s..3s",
                "--slow 11x2",
                "--fail 0",
                "--down 1x2",
                "--weights 1,2",
                "--weights 10x0",
                "--weights 10x257",
                "--warm-up 60s",
                "--interval 1ns",
                "--health ping",
                "--retries 17",
                "--retry-on 404",
                "--retry-on error",
                "--bounded-load 1",
                "--replay-speed 2",
                "--replay /no/such/file",
                "--csv /no/such/directory/file",
                "--duration 999999h"
            })
    void refusesWhatItCannotSimulateInOneLineThatNamesTheOption(String options) {
        final StringWriter err = new StringWriter();
        final CommandLine line = new CommandLine(new SimulateCommand());
        line.setParameterExceptionHandler((e, arguments) -> {
            err.write(e.getMessage());
            return 2;
        });
        assertEquals(2, line.execute(options.split(" ")));
        assertEquals(1, err.toString().lines().count());
        assertTrue(err.toString().contains(options.split(" ")[0]), err.toString());
    }
}
