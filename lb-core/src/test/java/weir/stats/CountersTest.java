package weir.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void keepsEveryCounterApart() {
        final Counters counters = new Counters();
        for (Counter counter : Counter.values()) {
            counters.add(counter);
            counters.add(counter, counter.ordinal());
        }
        for (Counter counter : Counter.values()) {
            assertEquals(1 + counter.ordinal(), counters.get(counter), counter.word());
        }
    }

    @Test
    void everyCounterHasItsOwnPlainWord() {
        final Set<String> words = new HashSet<>();
        for (Counter counter : Counter.values()) {
            assertTrue(counter.word().matches("[a-z]+(_[a-z0-9]+)*"), counter.word());
            assertTrue(words.add(counter.word()), counter.word());
        }
    }
}
