package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import weir.balance.Algorithm;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;
import weir.model.Balance;

class CustomAlgorithmConfigTest {
    private static final String BALANCE = "pools.app.balance";
    private static final String OWN = Own.class.getName();
    private static final String FITTING =
            "a class that implements weir.balance.Picker and has a constructor that takes weir.balance.PickerParts";

    static final class Own implements Picker {
        Own(PickerParts parts) {
            parts.options().number("depth", 1, 1, 9);
        }

        @Override
        public int pick(PickContext context) {
            return 0;
        }
    }

    static final class NeedsNine implements Picker {
        NeedsNine(PickerParts parts) {
            if (parts.backends().count() != 9) {
                throw new IllegalArgumentException("nine backends are needed");
            }
        }

        @Override
        public int pick(PickContext context) {
            return 0;
        }
    }

    private static Balance balance(String value) {
        return Reads.configuration(Sample.with(BALANCE, value)).pools().get(0).balance();
    }

    private static List<String> problems(String value) {
        return Reads.problems(Sample.with(BALANCE, value));
    }

    @Test
    void takesTheNameOfAClass() {
        final Balance balance = balance(OWN);
        assertEquals(OWN, balance.algorithm().word());
        assertEquals(Algorithm.Kind.CUSTOM, balance.algorithm().kind());
        assertNull(balance.key());
    }

    @Test
    void takesAKeyABoundAndOptions() {
        final Balance balance =
                balance("{algorithm: " + OWN + ", key: header:X-User, bounded-load: 1.5, options: {depth: 3}}");
        assertEquals("header:X-User", balance.key().toString());
        assertEquals(1.5, balance.boundedLoad());
    }

    @Test
    void refusesAClassThatIsNotThere() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance: found the class com.example.MyPicker, which is not on the "
                        + "class path, accepted: a class of it: java -cp weir.jar:YOURS.jar weir.app.Main ..."),
                problems("com.example.MyPicker"));
    }

    @Test
    void refusesAClassThatIsNoAlgorithm() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance.algorithm: found the class java.lang.String, which is no "
                        + "Picker, accepted: " + FITTING),
                problems("{algorithm: java.lang.String}"));
    }

    @Test
    void refusesWhatTheConstructorRefuses() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance: found " + NeedsNine.class.getName()
                        + ", whose constructor fails: nine backends are needed, accepted: a constructor that does not "
                        + "fail with these backends and options"),
                problems(NeedsNine.class.getName()));
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance: found " + OWN + ", whose constructor fails: options.depth: "
                        + "10, must be a number from 1 to 9, accepted: a constructor that does not fail with these "
                        + "backends and options"),
                problems("{algorithm: " + OWN + ", options: {depth: 10}}"));
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance: found the option deep, for which " + OWN
                        + " does not ask, accepted: depth"),
                problems("{algorithm: " + OWN + ", options: {deep: 3}}"));
    }

    @Test
    void refusesOptionsForWhatIsBuiltIn() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance.options: found options with random, accepted: it with an "
                        + "algorithm of your own only"),
                problems("{algorithm: random, options: {depth: 3}}"));
    }

    @Test
    void refusesOptionsThatAreNoMap() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance.options: found \"3\", accepted: a map of names to words and "
                        + "numbers"),
                problems("{algorithm: " + OWN + ", options: 3}"));
        assertEquals(
                List.of("weir.yaml:1: pools.app.balance.options.depth: found a list, accepted: a word or a number"),
                problems("{algorithm: " + OWN + ", options: {depth: []}}"));
    }
}
