package weir.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.OperatorPoolState;
import weir.model.OperatorPoolState.Removed;
import weir.model.OperatorState;

/**
 * The configuration says what there is, operators have changed some of it, and meanwhile somebody may have changed the
 * configuration.
 */
final class StateRestoreTest {
    private static final Configuration CONFIGURED = assertInstanceOf(
                    ConfigResult.Loaded.class, ConfigText.read("test", """
            listeners: {web: {bind: 127.0.0.1:0, pool: app}}
            pools:
              other: {backends: [127.0.0.1:9009]}
              app: {backends: [{id: b1, address: 127.0.0.1:9001}, {id: b2, address: 127.0.0.1:9002}]}
            """))
            .configuration();

    private static StateRestore restore(OperatorPoolState kept) {
        return StateRestore.of(CONFIGURED, new OperatorState(Map.of("app", kept)));
    }

    private static List<String> ids(StateRestore restoration) {
        return restoration.configuration().pools().get(1).backends().stream()
                .map(Backend::id)
                .toList();
    }

    private static void expectsNote(StateRestore restoration, String... parts) {
        assertEquals(1, restoration.notes().size(), () -> restoration.notes().toString());
        for (String part : parts) {
            assertTrue(
                    restoration.notes().get(0).contains(part),
                    () -> restoration.notes().toString());
        }
    }

    @Test
    void changesNothingWhenNothingWasChanged() {
        assertEquals(
                new StateRestore(CONFIGURED, OperatorState.NONE, List.of(), List.of()),
                StateRestore.of(CONFIGURED, OperatorState.NONE));
    }

    @Test
    void setsStatesAndWeights() {
        final OperatorPoolState kept =
                OperatorPoolState.NONE.withState("b2", AdminState.DRAIN).withWeight("b2", 3.0);
        final StateRestore restored = restore(kept);
        assertEquals(List.of(new StateRestore.Setting(1, 1, AdminState.DRAIN, 3.0)), restored.settings());
        assertEquals(kept, restored.state().pool("app"));
    }

    @Test
    void addsAndRemoves() {
        final StateRestore restored = restore(OperatorPoolState.NONE
                .withAdded(new AddedBackend("b3", "127.0.0.1:9003", 2, 7, true))
                .withRemoved("b1", "127.0.0.1:9001")
                .withState("b3", AdminState.MAINTENANCE));
        assertEquals(List.of("b2", "b3"), ids(restored));
        final Backend added = restored.configuration().pools().get(1).backends().get(1);
        assertEquals(2, added.weight());
        assertEquals(7, added.connectionsMax());
        assertTrue(added.isBackup());
        assertEquals(List.of(new StateRestore.Setting(1, 1, AdminState.MAINTENANCE, null)), restored.settings());
        assertEquals(List.of(), restored.notes());
    }

    @Test
    void leavesAPoolEmptyOfWhichAllWasRemoved() {
        final StateRestore restored = restore(
                OperatorPoolState.NONE.withRemoved("b1", "127.0.0.1:9001").withRemoved("b2", "127.0.0.1:9002"));
        assertEquals(0, restored.configuration().pools().get(1).backendCount());
    }

    @Test
    void canHaveReplacedABackendUnderItsId() {
        final OperatorPoolState kept = OperatorPoolState.NONE
                .withRemoved("b1", "127.0.0.1:9001")
                .withAdded(new AddedBackend("b1", "127.0.0.1:9111", 1, Backend.UNLIMITED, false));
        final StateRestore restored = restore(kept);
        assertEquals(List.of("b2", "b1"), ids(restored));
        assertEquals(kept, restored.state().pool("app"));
    }

    @Test
    void prefersTheBackendOfTheConfigurationToOneThatWasAddedUnderItsId() {
        final StateRestore restored = restore(OperatorPoolState.NONE.withAdded(
                new AddedBackend("b2", "127.0.0.1:9222", 1, Backend.UNLIMITED, false)));
        assertEquals(CONFIGURED, restored.configuration());
        assertEquals(OperatorState.NONE, restored.state());
        expectsNote(restored, "app/b2", "a backend of this id");
    }

    @Test
    void prefersTheBackendOfTheConfigurationToOneThatWasAddedAtItsAddress() {
        final StateRestore restored = restore(OperatorPoolState.NONE.withAdded(
                new AddedBackend("b9", "127.0.0.1:9002", 1, Backend.UNLIMITED, false)));
        assertEquals(CONFIGURED, restored.configuration());
        expectsNote(restored, "app/b9", "a backend of this address, b2");
    }

    @Test
    void hasABackendThatWasRemovedWhereItNoLongerIs() {
        final StateRestore restored = restore(OperatorPoolState.NONE.withRemoved("b1", "127.0.0.1:8001"));
        assertEquals(CONFIGURED, restored.configuration());
        expectsNote(restored, "app/b1", "127.0.0.1:8001", "127.0.0.1:9001");
    }

    @Test
    void forgetsThatABackendWasRemovedThatIsNotConfiguredAnyMore() {
        final StateRestore restored =
                restore(new OperatorPoolState(List.of(), List.of(), List.of(new Removed("gone", "h:1"))));
        assertEquals(new StateRestore(CONFIGURED, OperatorState.NONE, List.of(), List.of()), restored);
    }

    @Test
    void forgetsWhatWasChangedAboutABackendThatIsGone() {
        final StateRestore restored = restore(OperatorPoolState.NONE.withState("gone", AdminState.DRAIN));
        assertEquals(OperatorState.NONE, restored.state());
        assertEquals(List.of(), restored.settings());
        expectsNote(restored, "app/gone");
    }

    @Test
    void forgetsAPoolThatIsGone() {
        final OperatorPoolState kept = OperatorPoolState.NONE.withState("b1", AdminState.DRAIN);
        final StateRestore restored = StateRestore.of(CONFIGURED, new OperatorState(Map.of("gone", kept)));
        assertEquals(OperatorState.NONE, restored.state());
        expectsNote(restored, "pool gone");
    }

    /** The name service may have a bad day; what an operator has added must not be lost for it. */
    @Test
    void aBackendWhoseNameNobodyKnowsNowIsThereAndDown() {
        final OperatorPoolState kept = OperatorPoolState.NONE.withAdded(new AddedBackend("nohost.invalid:80"));
        final StateRestore restored = restore(kept);
        final Backend added = restored.configuration().pools().get(1).backends().get(2);
        assertEquals(InetSocketAddress.createUnresolved("nohost.invalid", 80), added.address());
        assertEquals(kept, restored.state().pool("app"));
        expectsNote(restored, "does not resolve", "nohost.invalid:80");
    }
}
