package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    private final BackendSet backends = new BackendSet(4);
    private final PickContext context = new PickContext();

    @Test
    void takesEachInTurn() {
        assertEquals(List.of(0, 1, 2, 3, 0, 1), picks(new RoundRobin(backends, 0), 6));
    }

    @Test
    void beginsWhereItIsTold() {
        assertEquals(List.of(3, 0, 1), picks(new RoundRobin(backends, 7), 3));
        assertEquals(List.of(3, 0, 1), picks(new RoundRobin(backends, -1), 3));
    }

    @Test
    void stepsOverABackendThatIsDownWithoutDoublingItsNeighbour() {
        backends.setUsable(1, false);
        assertEquals(List.of(0, 2, 3, 0, 2, 3), picks(new RoundRobin(backends, 0), 6));
    }

    @Test
    void movesPastTheChosenOneWhenAnotherWasTried() {
        final RoundRobin picker = new RoundRobin(backends, 0);
        context.addTried(0);
        assertEquals(1, picker.pick(context));
        context.reset();
        assertEquals(2, picker.pick(context));
    }

    private List<Integer> picks(Picker picker, int count) {
        return IntStream.range(0, count).mapToObj(i -> picker.pick(context)).toList();
    }
}
