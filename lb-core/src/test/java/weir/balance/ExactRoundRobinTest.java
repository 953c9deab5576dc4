package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.balance.kit.PickerContract;
import weir.balance.kit.Trait;
import weir.testkit.Seed;

class ExactRoundRobinTest extends PickerContract {
    @Override
    public Picker picker(PickerParts parts) {
        return ExactRoundRobin.FACTORY.picker(parts);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FAIR, Trait.WEIGHTED, Trait.SMOOTH);
    }

    /** Here loops do not begin apart: they have one order. See {@link #aFewRequestsAreEvenWhicheverLoopsTheyMeet}. */
    @Override
    @Test
    public void doesNotHerdOnTies() {
        assertEquals(List.of(0, 1, 2, 0), picks(loops(2, 3), List.of(0, 1, 1, 0)));
    }

    private List<Picker> loops(int count, int backends) {
        final Loads loads = new Loads(count, backends);
        final List<Picker> pickers = new ArrayList<>();
        for (int loop = 0; loop < count; loop++) {
            final BackendSet set = new BackendSet(backends);
            pickers.add(
                    picker(new PickerParts(set, loop, loads, loads.row(loop), () -> 0, loop, PickerParts.UNBOUNDED)));
        }
        return pickers;
    }

    private static List<Integer> picks(List<Picker> loops, List<Integer> order) {
        final PickContext context = new PickContext();
        return order.stream().map(loop -> loops.get(loop).pick(context)).toList();
    }

    @Test
    void aFewRequestsAreEvenWhicheverLoopsTheyMeet() {
        Seed.forEach(1, 100, random -> {
            final int count = 1 + random.nextInt(9);
            final List<Picker> loops = loops(1 + random.nextInt(8), count);
            final int[] shares = new int[count];
            for (int i = 1; i <= 50; i++) {
                shares[loops.get(random.nextInt(loops.size())).pick(new PickContext())]++;
                for (int share : shares) {
                    assertEquals((double) i / count, share, 0.999);
                }
            }
        });
    }

    @Test
    void aBackendGivesUpTheTurnsForWhichItWasCharged() {
        final Picker picker = loops(1, 3).get(0);
        picker.charge(1);
        picker.charge(1);
        final PickContext context = new PickContext();
        final List<Integer> picks = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            picks.add(picker.pick(context));
        }
        assertEquals(List.of(0, 2, 0, 2, 0, 1, 2), picks);
    }
}
