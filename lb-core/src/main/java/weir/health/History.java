package weir.health;

import java.util.ArrayDeque;
import java.util.List;

/** The last transitions of one backend. Thread: probe loop only; the lists it gives out are immutable. */
final class History {
    static final int LENGTH = 50;

    private final ArrayDeque<Transition> last = new ArrayDeque<>();
    private List<Transition> copy = List.of();

    void add(Transition transition) {
        if (last.size() == LENGTH) {
            last.poll();
        }
        last.add(transition);
        copy = List.copyOf(last);
    }

    List<Transition> list() {
        return copy;
    }
}
