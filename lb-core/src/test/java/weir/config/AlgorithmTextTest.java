package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.balance.Algorithm;
import weir.balance.BackendSet;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerFactory;
import weir.balance.PickerParts;
import weir.config.section.BalanceSection;
import weir.config.value.AlgorithmName;

/** An algorithm on a command line means what it means in a file. */
class AlgorithmTextTest {
    private static final String OWN = Own.class.getName();

    static final class Own implements Picker {
        private final int depth;

        Own(PickerParts parts) {
            depth = (int) parts.options().number("depth", 1, 1, 9);
            parts.options().text("word", "");
        }

        @Override
        public int pick(PickContext context) {
            return depth;
        }
    }

    private static AlgorithmText parse(String text) {
        return AlgorithmText.parse(text, "program.jar:YOURS.jar Program");
    }

    private static int depth(PickerFactory factory) {
        return factory.picker(PickerParts.of(new BackendSet(3), 0)).pick(new PickContext());
    }

    private static PickerFactory inAFile(AlgorithmText text) {
        return Reads.configuration(Sample.with("pools.app.balance", text.yaml()))
                .pools()
                .get(0)
                .algorithm();
    }

    @ParameterizedTest
    @EnumSource
    void takesEachWord(Algorithm algorithm) {
        assertSame(algorithm, parse(algorithm.word()).factory());
        assertSame(algorithm, inAFile(parse(algorithm.word())));
    }

    @Test
    void takesAClassWithItsOptions() {
        assertEquals(1, depth(parse(OWN).factory()));
        assertEquals(1, depth(inAFile(parse(OWN))));
        for (String options : new String[] {"{depth: 3}", " {depth: 3}", "{\"depth\":3}", "{word: 'a, b', depth: 3}"}) {
            final AlgorithmText text = parse(OWN + options);
            assertEquals(OWN + options, text.text());
            assertEquals(3, depth(text.factory()), options);
            assertEquals(3, depth(inAFile(text)), options);
        }
    }

    @Test
    void refusesInTheWordsOfTheFile() {
        assertEquals(
                "found the class a.B, which is not on the class path, accepted: a class of it: java -cp "
                        + "program.jar:YOURS.jar Program ...",
                problem("a.B"));
        assertEquals(
                "found \"\", accepted: "
                        + new AlgorithmName(BalanceSection.NAMES, "").accepted().replaceFirst(";.*", ""),
                problem("{depth: 3}"));
        assertEquals(
                "options: found a second key \"word\", accepted: one; line 1 has it; options.depth: found a list, "
                        + "accepted: a word or a number",
                problem(OWN + "{depth: [], word: 1, word: 2}"));
    }

    private static String problem(String text) {
        return assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();
    }
}
