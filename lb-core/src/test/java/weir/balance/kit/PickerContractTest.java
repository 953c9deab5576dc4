package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.Hashing;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;
import weir.balance.Xorshift;

/** Wrong pickers fail the contract, each with a message that says what is wrong. */
class PickerContractTest {
    private static void expectFailure(ContractTrial trial, Consumer<ContractTrial> test, String... words) {
        final AssertionError failure = assertThrows(AssertionError.class, () -> test.accept(trial));
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure::getMessage);
        }
    }

    /** Whose cursor does not look whether the backend is usable. */
    private static Picker blind(PickerParts parts) {
        final int[] cursor = {
            Math.floorMod(parts.start(), Math.max(1, parts.backends().count()))
        };
        return context -> parts.backends().count() == 0
                ? Picker.NONE
                : cursor[0]++ % parts.backends().count();
    }

    /** The usable one that follows a cursor which moves by one: the neighbour of a hole gets its share, too. */
    private static Picker nextOfCursor(PickerParts parts) {
        final int[] cursor = {
            Math.floorMod(parts.start(), Math.max(1, parts.backends().count()))
        };
        return context -> {
            if (parts.backends().count() == 0) {
                return Picker.NONE;
            }
            cursor[0] = (cursor[0] + 1) % parts.backends().count();
            return parts.backends().nextUsable(cursor[0], context);
        };
    }

    /** A cursor that is not made to fit, so its remainder is negative when it is. */
    private static Picker overflowing(PickerParts parts) {
        final BackendSet backends = parts.backends();
        final int[] cursor = {parts.start()};
        return context -> {
            for (int looked = 0; looked < backends.count(); looked++) {
                final int index = cursor[0]++ % backends.count();
                if (backends.isUsable(index) && !context.wasTried(index)) {
                    return index;
                }
            }
            return Picker.NONE;
        };
    }

    /** By lot among the usable, whatever their weights. */
    private static Picker byLot(PickerParts parts) {
        final Xorshift random = new Xorshift(parts.seed());
        return context -> parts.backends().count() == 0
                ? Picker.NONE
                : parts.backends().nextUsable(Hashing.below(parts.backends().count(), random.next()), context);
    }

    private static Picker lowest(PickerParts parts) {
        return context -> parts.backends().nextUsable(0, context);
    }

    @Test
    void namesABackendThatMustNotBePicked() {
        expectFailure(
                new ContractTrial(PickerContractTest::blind, Trait.FAIR),
                ContractTrial::doesNotDoubleTheNeighbourOfABackendThatIsDown,
                "picked backend 0, which is down",
                "weights 1 down,1,1,1,1",
                "seed 0");
        expectFailure(
                new ContractTrial(PickerContractTest::blind),
                ContractTrial::picksEachBackendOnceForOneRequest,
                "the picker picked backend 2, which is down (weights 1,0.01,5 down,256,1; tried 0,1; pick 2; seed 0)");
        expectFailure(
                new ContractTrial(PickerContractTest::blind),
                ContractTrial::picksOnlyBackendsWithRoomAndAlwaysOneOfThem,
                "picked backend 1, which is full (weights 1,1,1,1,1; full 0,1,2,3,4; pick 1; seed 1)");
        expectFailure(
                new ContractTrial(PickerContractTest::blind),
                ContractTrial::picksNobodyWhenAllWeightsAreZero,
                "weight 0");
    }

    @Test
    void namesACursorThatRunsOver() {
        expectFailure(
                new ContractTrial(PickerContractTest::overflowing, Trait.FAIR),
                ContractTrial::givesFairSharesWhereverItStarts,
                "ArrayIndexOutOfBounds");
    }

    @Test
    void namesABackendThatCouldHaveBeenPicked() {
        expectFailure(
                new ContractTrial(parts -> context -> Picker.NONE),
                ContractTrial::picksTheOnlyBackendAgainAndAgain,
                "picked nobody, though backend 0 could be picked");
    }

    @Test
    void findsADoubledNeighbour() {
        expectFailure(
                new ContractTrial(PickerContractTest::nextOfCursor, Trait.FAIR),
                ContractTrial::doesNotDoubleTheNeighbourOfABackendThatIsDown,
                "backend 1 was picked 8000 times, expected 5000.0");
    }

    @Test
    void findsIgnoredWeights() {
        expectFailure(
                new ContractTrial(PickerContractTest::byLot, Trait.FAIR, Trait.WEIGHTED),
                ContractTrial::givesSharesInProportionToTheWeights,
                "backend 0 was picked",
                "expected 50000.0",
                "weights 5,2.5,1,1,0.5");
    }

    @Test
    void findsWhoHerdsAndStarves() {
        final ContractTrial trial = new ContractTrial(PickerContractTest::lowest, Trait.FAIR);
        expectFailure(trial, ContractTrial::doesNotHerdOnTies, "64 loops", "[64, 0, 0, 0, 0, 0, 0, 0]");
        expectFailure(trial, ContractTrial::starvesNobody, "somebody got none");
    }

    @Test
    void findsWhoIsNotSmooth() {
        expectFailure(
                new ContractTrial(PickerContractTest::byLot, Trait.FAIR, Trait.SMOOTH),
                ContractTrial::isNeverFarFromItsShare,
                "seed 1",
                "picks");
    }

    /** Odds of 4 : 3 : 3 : 3 : 3 are within a tenth of nothing, but chance does not explain them. */
    @Test
    void findsSharesThatChanceDoesNotExplain() {
        expectFailure(
                new ContractTrial(
                        parts -> {
                            final Xorshift random = new Xorshift(parts.seed());
                            final int count = parts.backends().count();
                            return context -> count == 0
                                    ? Picker.NONE
                                    : parts.backends()
                                            .nextUsable(Hashing.below(25 * count + 2, random.next()) % count, context);
                        },
                        Trait.FAIR),
                ContractTrial::givesFairSharesWhereverItStarts,
                "chi squared is",
                "with 4 degrees of freedom");
    }

    @Test
    void findsWhoAllocates() {
        expectFailure(
                new ContractTrial(parts -> {
                    final Picker lots = byLot(parts);
                    final int[][] last = {null};
                    return context -> {
                        last[0] = new int[] {lots.pick(context)};
                        return last[0][0];
                    };
                }),
                ContractTrial::picksWithoutAllocating,
                "bytes for 200000 picks");
    }

    @Test
    void findsAGeneratorOfItsOwn() {
        expectFailure(
                new ContractTrial(
                        parts -> byLot(PickerParts.of(parts.backends(), System.identityHashCode(new Object())))),
                ContractTrial::picksTheSameFromTheSameParts,
                "the same parts");
    }

    @Test
    void findsKeysThatMoveWithoutNeed() {
        final ContractTrial modulo = new ContractTrial(
                parts -> context -> {
                    final BackendSet backends = parts.backends();
                    final int nth = Hashing.below(backends.usableCount(), context.key());
                    int index = backends.nextUsable(0, context);
                    for (int i = 0; i < nth; i++) {
                        index = backends.nextUsable(index + 1, context);
                    }
                    return index;
                },
                Trait.KEYED,
                Trait.CONSISTENT,
                Trait.BOUNDED);
        expectFailure(
                modulo,
                ContractTrial::movesOnlyTheKeysOfABackendThatFailsAndBringsThemBack,
                "backend 3 of 10 went down");
        expectFailure(modulo, ContractTrial::movesFewKeysWhenABackendLeavesOrComes, "the last of 10 backends leaves");
        expectFailure(modulo, ContractTrial::spreadsRequestsWithoutAKey, "requests without a key");
    }

    @Test
    void findsABoundThatDoesNotHold() {
        expectFailure(
                new ContractTrial(
                        parts -> new Counting(parts) {
                            @Override
                            public int pick(PickContext context) {
                                return Hashing.below(6, context.key());
                            }
                        },
                        Trait.BOUNDED),
                ContractTrial::neverExceedsTheBound,
                "in flight, the bound 1.05 allows");
    }

    @Test
    void findsCountsThatDoNotAddUp() {
        expectFailure(
                new ContractTrial(parts -> new Counting(parts) {
                    @Override
                    public int pick(PickContext context) {
                        return 0;
                    }

                    @Override
                    public void onEnd(int backend, long latencyNs, AttemptEnd end) {}
                }),
                ContractTrial::countsWhatIsInFlight,
                "in flight over all ==> expected: <10> but was: <1000>");
    }

    @Test
    void findsWhoKnowsOnlyItsOwnLoad() {
        expectFailure(
                new ContractTrial(
                        parts -> {
                            final int[] own = new int[parts.backends().count()];
                            return new Counting(parts) {
                                @Override
                                public int pick(PickContext context) {
                                    int best = 0;
                                    for (int i = 1; i < own.length; i++) {
                                        best = own[i] < own[best] ? i : best;
                                    }
                                    own[best]++;
                                    return best;
                                }
                            };
                        },
                        Trait.LOAD_AWARE),
                ContractTrial::avoidsWhomOtherLoopsKeepBusy,
                "backend 0 had 60 in flight");
    }

    @Test
    void findsEverythingThatGoesWrongWithLatencies() {
        final ContractTrial fastest = new ContractTrial(Fastest::new, Trait.LATENCY_AWARE);
        expectFailure(fastest, ContractTrial::doesNotPreferABackendThatFailsFast, "backend 2 fails in 0.01 ms");
        expectFailure(fastest, ContractTrial::forgivesABackendThatWasSlowOnce, "two minutes after");
        expectFailure(fastest, ContractTrial::doesNotStampedeToAColdBackend, "in a row");
    }

    private abstract static class Counting implements Picker {
        final PickerParts parts;

        Counting(PickerParts parts) {
            this.parts = parts;
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

    /** The one that has answered fastest, whatever the answer; one without history is taken for the fastest of all. */
    private static final class Fastest extends Counting {
        private final long[] latencies;

        Fastest(PickerParts parts) {
            super(parts);
            latencies = new long[parts.backends().count()];
            parts.backends().onChange(() -> Arrays.fill(latencies, latencies.length - 1, latencies.length, 0));
        }

        @Override
        public int pick(PickContext context) {
            final Loads loads = parts.loads();
            int best = NONE;
            for (int i = 0; i < latencies.length; i++) {
                final boolean isBetter = best == NONE
                        || latencies[i] * (loads.inFlight(i) + 1) < latencies[best] * (loads.inFlight(best) + 1);
                if (parts.backends().isUsable(i) && isBetter) {
                    best = i;
                }
            }
            return best;
        }

        @Override
        public void onEnd(int backend, long latencyNs, AttemptEnd end) {
            super.onEnd(backend, latencyNs, end);
            latencies[backend] = latencyNs;
        }
    }
}
