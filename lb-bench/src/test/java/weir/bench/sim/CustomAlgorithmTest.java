package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import weir.bench.scenario.SlowBackendCommand;

/** A class of the user's own stands wherever an algorithm may, as in the configuration file. */
class CustomAlgorithmTest {
    private static final String MINE = "com.example.Mine";
    private static final String[] SHORT = {"--backends", "3", "--arrivals", "constant:100", "--duration", "3s"};

    /** What a command has said. */
    private record Said(int code, String out, String err) {}

    private static Said run(Callable<Integer> command, String... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine line = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setParameterExceptionHandler((e, all) -> {
                    err.write(e.getMessage());
                    return 2;
                })
                .setExecutionExceptionHandler((e, all, parsed) -> {
                    err.write(e.getMessage());
                    return 1;
                });
        final int code = line.execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    private static Said simulate(String algorithms) {
        return run(
                new SimulateCommand(),
                Stream.concat(Stream.of("--algorithm", algorithms), Stream.of(SHORT))
                        .toArray(String[]::new));
    }

    @Test
    void standsBesideABuiltInOneAndIsToldItsOptions() {
        final Said said =
                simulate("least-connections,com.example.Mine{share: 1},com.example.Mine{share: 2},com.example.Mine");
        assertEquals(0, said.code(), said.err());
        for (String row : List.of(
                "least-connections", "com.example.Mine{share: 1}", "com.example.Mine{share: 2}", "com.example.Mine ")) {
            assertEquals(
                    2, said.out().lines().filter(line -> line.startsWith(row)).count(), row + said.out());
        }
        assertEquals(List.of("3.000", "1.505", "3.000"), shares(said.out())); // of 299 requests
    }

    /** Of the backend that gets most, by each of the own algorithms. */
    private static List<String> shares(String table) {
        return table.lines()
                .filter(line -> line.startsWith(MINE))
                .skip(3)
                .map(line -> line.split("\\s{2,}"))
                .map(cells -> cells[cells.length - 2])
                .toList();
    }

    @Test
    void isAskedForOnceWhoeverNamesItTwice() {
        final Said said = simulate("com.example.Mine,com.example.Mine");
        assertEquals(2, said.out().lines().filter(line -> line.startsWith(MINE)).count(), said.out());
    }

    @Test
    void throwsBalls() {
        final Said said = run(
                new BallsCommand(),
                "--algorithm",
                "com.example.Mine{share: 1},com.example.Mine{share: 2}",
                "--bins",
                "10",
                "--trials",
                "5");
        assertEquals("""
                10 balls, 10 bins, 5 trials, seed 1
                fullest bin                 balls in it  of all trials
                com.example.Mine{share: 1}           10       100.00 %
                com.example.Mine{share: 2}            5       100.00 %
                """, said.out(), said.err());
    }

    static Stream<Arguments> refusals() {
        final String fitting =
                "a class that implements weir.balance.Picker and has a constructor that takes weir.balance.PickerParts";
        return Stream.of(
                Arguments.of(
                        "com.example.Other",
                        "found the class com.example.Other, which is not on the class path, accepted: a class of it: "
                                + "java -cp weir-bench.jar:YOURS.jar weir.bench.Main ..."),
                Arguments.of(
                        "java.lang.String",
                        "found the class java.lang.String, which is no Picker, accepted: " + fitting),
                Arguments.of(
                        "com.example.Mine{share: 4}",
                        "found com.example.Mine, whose constructor fails: options.share: 4, must be a number from 1 to "
                                + "3, accepted: a constructor that does not fail with these backends and options"),
                Arguments.of(
                        "com.example.Mine{shore: 1}",
                        "found the option shore, for which com.example.Mine does not ask, accepted: share"),
                Arguments.of(
                        "com.example.Mine{}", "options: found a map, accepted: a map of names to words and numbers"),
                Arguments.of(
                        "com.example.Mine{share: []}", "options.share: found a list, accepted: a word or a number"),
                Arguments.of(
                        "random{share: 1}",
                        "options: found options with random, accepted: it with an algorithm of your own only"),
                Arguments.of("randon", "found \"randon\", accepted: one of round-robin, "),
                Arguments.of("com.example.Mine{share: 1", "found broken YAML"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedInTheWordsOfTheConfiguration(String algorithm, String reason) {
        for (Supplier<Callable<Integer>> command :
                List.<Supplier<Callable<Integer>>>of(SimulateCommand::new, BallsCommand::new)) {
            expectRefusal(run(command.get(), "--algorithm", algorithm), "--algorithm", reason);
        }
        final String anyFile = "pom.xml"; // refused before it is used
        expectRefusal(
                run(new SlowBackendCommand(), "--weir-jar", anyFile, "--algorithms", algorithm),
                "--algorithms",
                reason);
    }

    private static void expectRefusal(Said said, String option, String reason) {
        assertEquals(2, said.code(), said.err());
        assertTrue(said.err().contains(option) && said.err().contains(reason), said.err());
        assertEquals(1, said.err().lines().count(), said.err());
    }

    /** As it would be in Weir: the request is lost, and nothing else. */
    @Test
    void losesTheRequestsThatItFailsFor() {
        final Said thrown = simulate("com.example.Wrong");
        assertEquals(0, thrown.code(), thrown.err());
        assertTrue(thrown.out().contains("com.example.Wrong: 29 picker_fault\n"), thrown.out());
        assertTrue(
                thrown.out()
                        .contains("the first fault: com.example.Wrong pick threw java.lang.IllegalStateException: "
                                + "tenth at com.example.Wrong.pick(Wrong.java:"),
                thrown.out());
        final Said wrong = simulate("com.example.Wrong{by: index}");
        assertTrue(
                wrong.out()
                        .contains(
                                "the first fault: com.example.Wrong picked backend 7, which does not exist (there are 3)\n"),
                wrong.out());
    }

    @Test
    void aBallThatItFailsForEndsTheGameWithASentence() {
        final Said said =
                run(new BallsCommand(), "--algorithm", "com.example.Wrong{by: index}", "--bins", "5", "--balls", "10");
        assertEquals(1, said.code());
        assertEquals("com.example.Wrong{by: index} picked backend 7, which does not exist (there are 5)", said.err());
    }
}
