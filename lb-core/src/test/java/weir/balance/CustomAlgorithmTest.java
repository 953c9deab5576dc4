package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomAlgorithmTest {
    private static final PickerParts PARTS = PickerParts.of(new BackendSet(3), 0);

    /** Neither the class nor its constructor is public. */
    static final class Last implements Picker {
        private final BackendSet backends;
        final double share;

        Last(PickerParts parts) {
            backends = parts.backends();
            share = parts.options().number("share", 0.5, 0, 1);
        }

        @Override
        public int pick(PickContext context) {
            return backends.count() - 1;
        }
    }

    abstract static class Unfinished implements Picker {}

    static final class WithoutConstructor implements Picker {
        @Override
        public int pick(PickContext context) {
            return NONE;
        }
    }

    static final class FailsToStart implements Picker {
        private static final int NUMBER = Integer.parseInt("no number");

        FailsToStart(PickerParts parts) {
            assertEquals(NUMBER, parts.start());
        }

        @Override
        public int pick(PickContext context) {
            return NONE;
        }
    }

    @Test
    void findsAClassByItsName() {
        final CustomAlgorithm algorithm = load(Last.class.getName());
        assertEquals(Last.class.getName(), algorithm.word());
        assertEquals(2, algorithm.picker(PARTS).pick(new PickContext()));
    }

    @Test
    void takesAConstructorFromWhoeverEmbedsWeir() {
        assertInstanceOf(Last.class, CustomAlgorithm.of("last", Last::new).picker(PARTS));
    }

    @Test
    void tellsTheAlgorithmItsOptions() {
        assertEquals(0.5, last(Map.of()).share);
        assertEquals(0.25, last(Map.of("share", "0.25")).share);
    }

    private static Last last(Map<String, String> options) {
        return (Last) CustomAlgorithm.of("last", Last::new).withOptions(options).picker(PARTS);
    }

    @Test
    void refusesAnOptionThatIsOutOfRange() {
        assertEquals(
                "last, whose constructor fails: options.share: 7, must be a number from 0 to 1",
                assertThrows(InvalidAlgorithmException.class, () -> last(Map.of("share", "7")))
                        .found());
        assertThrows(InvalidAlgorithmException.class, () -> last(Map.of("share", "much")));
    }

    @Test
    void refusesAnOptionThatTheAlgorithmDoesNotKnow() {
        final InvalidAlgorithmException unfit =
                assertThrows(InvalidAlgorithmException.class, () -> last(Map.of("shore", "0.1")));
        assertEquals("the option shore, for which last does not ask", unfit.found());
        assertEquals("share", unfit.accepted());
    }

    @Test
    void refusesClassesThatCannotServe() {
        assertEquals("the class a.B, which is not on the class path", problem("a.B"));
        assertEquals("the class java.lang.String, which is no Picker", problem("java.lang.String"));
        assertEquals(
                "the class weir.balance.CustomAlgorithmTest$Unfinished, which is abstract",
                problem(Unfinished.class.getName()));
        assertEquals("the class weir.balance.Picker, which is abstract", problem(Picker.class.getName()));
        assertEquals(
                "the class weir.balance.CustomAlgorithmTest$WithoutConstructor, which has no constructor that takes "
                        + "PickerParts alone",
                problem(WithoutConstructor.class.getName()));
    }

    private static CustomAlgorithm load(String className) {
        return CustomAlgorithm.load(className, CustomAlgorithmTest.class.getClassLoader());
    }

    private static String problem(String className) {
        return assertThrows(InvalidAlgorithmException.class, () -> load(className))
                .found();
    }

    @Test
    void saysWhyAConstructorHasFailed() {
        final CustomAlgorithm algorithm = load(FailsToStart.class.getName());
        assertEquals(
                FailsToStart.class.getName() + ", whose constructor fails: For input string: \"no number\"",
                assertThrows(InvalidAlgorithmException.class, () -> algorithm.picker(PARTS))
                        .found());
        assertThrows(
                InvalidAlgorithmException.class,
                () -> CustomAlgorithm.of("null", parts -> null).picker(PARTS));
    }

    @Test
    void noWordOfTheRegistryLooksLikeAClassName() {
        for (Algorithm algorithm : Algorithm.values()) {
            assertTrue(!CustomAlgorithm.isClassName(algorithm.word()));
        }
    }
}
