package weir.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void keepsEveryConstantApart() {
        final Tally<TimeUnit> tally = new Tally<>(TimeUnit.class);
        for (TimeUnit unit : TimeUnit.values()) {
            tally.add(unit);
            tally.add(unit, 10L * unit.ordinal());
        }
        for (TimeUnit unit : TimeUnit.values()) {
            assertEquals(1 + 10L * unit.ordinal(), tally.get(unit), unit.name());
        }
    }
}
