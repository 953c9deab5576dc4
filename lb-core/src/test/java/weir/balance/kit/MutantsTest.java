package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;
import weir.balance.Algorithm;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.Hashing;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/**
 * Each of these is a built-in algorithm with one mistake, or a simple one with a usual mistake. The contract finds
 * every one of them.
 */
class MutantsTest {
    static Stream<Arguments> mutants() {
        final List<Arguments> all = new ArrayList<>();
        // hashes
        final Trait[] hash = {Trait.FAIR, Trait.KEYED, Trait.CONSISTENT};
        add(all, "hashes by index", MutantsTest::byIndex, ContractTrial::movesFewKeysWhenABackendLeavesOrComes, hash);
        add(all, "modulo", MutantsTest::modulo, ContractTrial::movesFewKeysWhenABackendLeavesOrComes, hash);
        add(
                all,
                "modulo",
                MutantsTest::modulo,
                ContractTrial::movesOnlyTheKeysOfABackendThatFailsAndBringsThemBack,
                hash);
        add(
                all,
                "heir next door",
                MutantsTest::nextDoor,
                ContractTrial::movesOnlyTheKeysOfABackendThatFailsAndBringsThemBack,
                hash);
        add(
                all,
                "own start in the hash",
                parts -> byHash(parts, parts.start()),
                ContractTrial::sendsEqualKeysToTheSameBackendOnEachLoop,
                hash);
        add(all, "no key is a key", parts -> byHash(parts, 0), ContractTrial::spreadsRequestsWithoutAKey, hash);
        // counts
        add(all, "leaks abandoned", parts -> forgets(parts, AttemptEnd.ABANDONED), ContractTrial::countsWhatIsInFlight);
        add(all, "leaks unknown", parts -> forgets(parts, AttemptEnd.UNKNOWN), ContractTrial::countsWhatIsInFlight);
        add(all, "leaks failed", parts -> forgets(parts, AttemptEnd.FAILED), ContractTrial::countsWhatIsInFlight);
        add(all, "leaks answered", parts -> forgets(parts, AttemptEnd.ANSWERED), ContractTrial::countsWhatIsInFlight);
        add(all, "counts one start only", MutantsTest::countsEnds, ContractTrial::countsWhatIsInFlight);
        // many backends
        add(all, "a mask of 64 bits", MutantsTest::maskOfAWord, ContractTrial::picksAmongMoreBackendsThanAWordHasBits);
        add(all, "no more than 64", MutantsTest::first64, ContractTrial::picksAmongMoreBackendsThanAWordHasBits);
        add(
                all,
                "no more than 64, else any",
                MutantsTest::first64ElseAny,
                ContractTrial::reachesEachOfMoreBackendsThanAWordHasBits,
                Trait.FAIR);
        add(
                all,
                "an index in a byte",
                MutantsTest::indexInAByte,
                ContractTrial::reachesEachOfMoreBackendsThanAWordHasBits,
                Trait.FAIR);
        // cost
        add(all, "leaks at each 64th pick", parts -> allocates(parts, 64), ContractTrial::picksWithoutAllocating);
        add(all, "allocates at each pick", parts -> allocates(parts, 1), ContractTrial::picksWithoutAllocating);
        // who may be picked
        add(all, "spins when all are down", MutantsTest::spins, ContractTrial::picksNobodyWhenAllAreDown);
        add(
                all,
                "the first when all are down",
                MutantsTest::anyWhenAllAreDown,
                ContractTrial::picksNobodyWhenAllAreDown);
        add(all, "weight 0 is usable", MutantsTest::upIsEnough, ContractTrial::picksNobodyWhenAllWeightsAreZero);
        add(all, "does not look who was tried", MutantsTest::repeats, ContractTrial::picksEachBackendOnceForOneRequest);
        add(
                all,
                "gives up when its choice was tried",
                MutantsTest::givesUp,
                ContractTrial::picksEachBackendOnceForOneRequest);
        add(
                all,
                "does not look who is full",
                MutantsTest::repeats,
                ContractTrial::picksOnlyBackendsWithRoomAndAlwaysOneOfThem);
        add(
                all,
                "divides by no backends",
                parts -> context -> 7 % parts.backends().count(),
                ContractTrial::picksNobodyFromAnEmptySet);
        // shares
        add(
                all,
                "the last never",
                MutantsTest::allButTheLast,
                ContractTrial::givesFairSharesWhereverItStarts,
                Trait.FAIR);
        add(
                all,
                "twice the first",
                MutantsTest::twiceTheFirst,
                ContractTrial::givesFairSharesWhereverItStarts,
                Trait.FAIR);
        add(
                all,
                "all loops at once",
                parts -> Algorithm.ROUND_ROBIN.picker(
                        new PickerParts(parts.backends(), 0, parts.loads(), parts.row(), parts.nowNs(), 0, 0)),
                ContractTrial::doesNotHerdOnTies,
                Trait.FAIR);
        add(
                all,
                "weights are ignored",
                parts -> evenly(parts),
                ContractTrial::takesNewWeightsAtOnce,
                Trait.FAIR,
                Trait.WEIGHTED);
        add(
                all,
                "weights of the start",
                MutantsTest::oldWeights,
                ContractTrial::takesNewWeightsAtOnce,
                Trait.FAIR,
                Trait.WEIGHTED);
        add(
                all,
                "a lot is no turn",
                Algorithm.RANDOM::picker,
                ContractTrial::isNeverFarFromItsShare,
                Trait.FAIR,
                Trait.WEIGHTED,
                Trait.SMOOTH);
        // loads and latencies
        add(
                all,
                "knows no loads",
                Algorithm.ROUND_ROBIN::picker,
                ContractTrial::avoidsWhomOtherLoopsKeepBusy,
                Trait.FAIR,
                Trait.LOAD_AWARE);
        add(all, "knows no bound", parts -> byHash(parts, 0), ContractTrial::neverExceedsTheBound, Trait.BOUNDED);
        return all.stream();
    }

    private static void add(
            List<Arguments> all,
            String name,
            Function<PickerParts, Picker> mutant,
            Consumer<ContractTrial> test,
            Trait... claims) {
        all.add(arguments(name, new ContractTrial(mutant, claims), test));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isFound(String name, ContractTrial mutant, Consumer<ContractTrial> test) {
        final Throwable found = assertThrows(
                Throwable.class, () -> assertTimeoutPreemptively(Duration.ofSeconds(10), () -> test.accept(mutant)));
        assertFalse(found instanceof TestAbortedException, "the test was skipped: " + found.getMessage());
    }

    /** Whoever extends the contract has the limit without a word. */
    @Test
    void aTestThatSpinsEnds() {
        final Timeout limit = ContractTrial.class.getAnnotation(Timeout.class);
        assertEquals(PickerContract.SECONDS_MAX, limit.value());
        assertEquals(Timeout.ThreadMode.SEPARATE_THREAD, limit.threadMode());
    }

    // --- hashes

    private static Picker rendezvous(PickerParts parts, IntToLongFunction identity) {
        final BackendSet backends = parts.backends();
        return context -> {
            int best = Picker.NONE;
            for (int i = 0; i < backends.count(); i++) {
                if (backends.isUsable(i)
                        && !context.wasTried(i)
                        && (best == Picker.NONE
                                || Hashing.mix(identity.applyAsLong(i), context.key())
                                        > Hashing.mix(identity.applyAsLong(best), context.key()))) {
                    best = i;
                }
            }
            return best;
        };
    }

    private static Picker byIndex(PickerParts parts) {
        return rendezvous(parts, i -> Hashing.mix(i));
    }

    private static Picker byHash(PickerParts parts, int salt) {
        return rendezvous(parts, i -> parts.backends().identity(i) + salt);
    }

    private static Picker modulo(PickerParts parts) {
        return context -> {
            final BackendSet backends = parts.backends();
            final int nth = Hashing.below(Math.max(1, backends.usableCount()), context.key());
            int index = backends.nextUsable(0, context);
            for (int i = 0; i < nth; i++) {
                index = backends.nextUsable(index + 1, context);
            }
            return index;
        };
    }

    private static Picker nextDoor(PickerParts parts) {
        return context ->
                parts.backends().nextUsable(Hashing.below(parts.backends().count(), context.key()), context);
    }

    // --- counts

    private static Picker forgets(PickerParts parts, AttemptEnd end) {
        return new Counting(parts) {
            @Override
            public void onEnd(int backend, long latencyNs, AttemptEnd how) {
                if (how != end) {
                    super.onEnd(backend, latencyNs, how);
                }
            }
        };
    }

    private static Picker countsEnds(PickerParts parts) {
        return new Counting(parts) {
            private boolean hasStarted;

            @Override
            public void onStart(int backend) {
                if (!hasStarted) {
                    super.onStart(backend);
                }
                hasStarted = true;
            }

            @Override
            public void onEnd(int backend, long latencyNs, AttemptEnd how) {}
        };
    }

    private static class Counting implements Picker {
        private final PickerParts parts;
        private final Picker turns;

        Counting(PickerParts parts) {
            this.parts = parts;
            this.turns = Algorithm.ROUND_ROBIN.picker(parts);
        }

        @Override
        public int pick(PickContext context) {
            return turns.pick(context);
        }

        @Override
        public boolean wantsFeedback() {
            return true;
        }

        @Override
        public void onStart(int backend) {
            parts.row().start(backend);
        }

        @Override
        public void onEnd(int backend, long latencyNs, AttemptEnd end) {
            parts.row().end(backend);
        }
    }

    // --- many backends

    /** {@code 1L << 64} is {@code 1L << 0}. */
    private static Picker maskOfAWord(PickerParts parts) {
        final BackendSet backends = parts.backends();
        return context -> {
            long usable = 0;
            for (int i = 0; i < backends.count(); i++) {
                usable |= backends.isUsable(i) && !context.wasTried(i) ? 1L << i : 0;
            }
            return usable == 0 ? Picker.NONE : Long.numberOfTrailingZeros(usable);
        };
    }

    private static Picker first64(PickerParts parts) {
        final BackendSet backends = parts.backends();
        return context -> {
            for (int i = 0; i < Math.min(64, backends.count()); i++) {
                if (backends.isUsable(i) && !context.wasTried(i)) {
                    return i;
                }
            }
            return Picker.NONE;
        };
    }

    private static Picker first64ElseAny(PickerParts parts) {
        final int[] cursor = {0};
        return context -> {
            cursor[0] = (cursor[0] + 1) & 63;
            return parts.backends().nextUsable(cursor[0], context);
        };
    }

    private static Picker indexInAByte(PickerParts parts) {
        final byte[] cursor = {0};
        return context -> {
            cursor[0]++;
            return parts.backends()
                    .nextUsable(
                            Math.max(0, cursor[0])
                                    % Math.max(1, parts.backends().count()),
                            context);
        };
    }

    // --- cost

    private static Picker allocates(PickerParts parts, int each) {
        final Picker turns = Algorithm.ROUND_ROBIN.picker(parts);
        final int[] picks = {0};
        final Object[] last = {null};
        return context -> {
            if (++picks[0] % each == 0) {
                last[0] = new Object();
            }
            return turns.pick(context);
        };
    }

    // --- who may be picked

    private static Picker spins(PickerParts parts) {
        final BackendSet backends = parts.backends();
        return context -> {
            int index = 0;
            while (!backends.isUsable(index)) {
                index = (index + 1) % backends.count();
            }
            return index;
        };
    }

    private static Picker anyWhenAllAreDown(PickerParts parts) {
        return context -> Math.max(0, parts.backends().nextUsable(0, context));
    }

    private static Picker upIsEnough(PickerParts parts) {
        return context -> parts.backends().isUp(0) ? 0 : Picker.NONE;
    }

    private static Picker repeats(PickerParts parts) {
        final PickContext nothing = new PickContext();
        return context -> parts.backends().nextUsable(0, nothing);
    }

    private static Picker givesUp(PickerParts parts) {
        final Picker repeats = repeats(parts);
        return context -> {
            final int index = repeats.pick(context);
            return index == Picker.NONE || context.wasTried(index) ? Picker.NONE : index;
        };
    }

    // --- shares

    private static Picker evenly(PickerParts parts) {
        final int[] cursor = {0};
        return context -> {
            cursor[0] = parts.backends().nextUsable(cursor[0] + 1, context);
            return cursor[0];
        };
    }

    private static Picker allButTheLast(PickerParts parts) {
        final int[] cursor = {0};
        return context -> {
            cursor[0] = (cursor[0] + 1) % Math.max(1, parts.backends().count() - 1);
            return parts.backends().nextUsable(cursor[0], context);
        };
    }

    private static Picker twiceTheFirst(PickerParts parts) {
        final int[] cursor = {0};
        return context -> {
            cursor[0] = (cursor[0] + 1) % (parts.backends().count() + 1);
            return parts.backends().nextUsable(cursor[0], context);
        };
    }

    private static Picker oldWeights(PickerParts parts) {
        final BackendSet backends = parts.backends();
        final double[] weights = new double[backends.count()];
        final double[] due = new double[backends.count()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = backends.weight(i);
        }
        return context -> {
            int best = Picker.NONE;
            for (int i = 0; i < due.length; i++) {
                if (backends.isUsable(i) && !context.wasTried(i) && (best == Picker.NONE || due[i] < due[best])) {
                    best = i;
                }
            }
            if (best != Picker.NONE) {
                due[best] += 1 / weights[best];
            }
            return best;
        };
    }
}
