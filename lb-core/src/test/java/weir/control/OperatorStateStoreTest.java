package weir.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.config.OperatorText;
import weir.config.StateText;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.OperatorPoolState;
import weir.model.OperatorState;
import weir.model.Pool;

/** What is written is what differs from the configuration, and nothing else. */
final class OperatorStateStoreTest {
    private static final String YAML = """
            listeners: {web: {bind: 127.0.0.1:0, pool: app}}
            pools: {app: {backends: [{id: b1, address: 127.0.0.1:9001, weight: 2}, 127.0.0.1:9002]%s}}
            """;

    @TempDir
    Path folder;

    private Pool pool;
    private Backend b1;
    private OperatorStateStore changes;

    @BeforeEach
    void begin() {
        begin("", OperatorState.NONE);
    }

    private void begin(String more, OperatorState state) {
        final Configuration configured = assertInstanceOf(
                        ConfigResult.Loaded.class, ConfigText.read("test", YAML.formatted(more)))
                .configuration();
        pool = configured.pools().get(0);
        b1 = pool.backends().get(0);
        changes = new OperatorStateStore(configured, state, new StateFile(folder.resolve("state.json"), state));
    }

    private OperatorPoolState kept() {
        assertNull(changes.save());
        return StateText.read(folder.resolve("state.json")).state().pool("app");
    }

    private Backend add(AddedBackend added) throws UnknownHostException {
        final Backend backend = OperatorText.backend(added);
        changes.onAdded(pool, added, backend);
        return backend;
    }

    @Test
    void keepsAStateUntilItIsReadyAgain() {
        changes.onState(pool, b1, AdminState.DRAIN);
        assertEquals(OperatorPoolState.NONE.withState("b1", AdminState.DRAIN), kept());
        changes.onState(pool, b1, AdminState.READY);
        assertEquals(OperatorPoolState.NONE, kept());
    }

    @Test
    void keepsAWeightUntilItIsTheConfiguredOne() {
        changes.onWeight(pool, b1, 1);
        assertEquals(OperatorPoolState.NONE.withWeight("b1", 1.0), kept());
        changes.onWeight(pool, b1, 2);
        assertEquals(OperatorPoolState.NONE, kept());
    }

    @Test
    void keepsTheConfiguredWeightWhereChecksCouldTellAnother() {
        begin(", health: {type: http, weight-from-body: true}", OperatorState.NONE);
        changes.onWeight(pool, b1, 2);
        assertEquals(OperatorPoolState.NONE.withWeight("b1", 2.0), kept());
    }

    @Test
    void forgetsABackendThatCameAndWent() throws UnknownHostException {
        final Backend b3 = add(new AddedBackend("127.0.0.1:9003"));
        changes.onState(pool, b3, AdminState.DRAIN);
        assertEquals(1, kept().added().size());
        changes.onRemoved(pool, b3);
        assertEquals(OperatorPoolState.NONE, kept());
    }

    @Test
    void forgetsThatABackendWasAwayThatIsBackAsConfigured() throws UnknownHostException {
        changes.onWeight(pool, b1, 1);
        changes.onRemoved(pool, b1);
        assertEquals(OperatorPoolState.NONE.withRemoved("b1", "127.0.0.1:9001"), kept());
        add(new AddedBackend("b1", "127.0.0.1:9001", 2, Backend.UNLIMITED, false));
        assertEquals(OperatorPoolState.NONE, kept());
    }

    @Test
    void keepsThatABackendIsBackOtherwiseThanConfigured() throws UnknownHostException {
        changes.onRemoved(pool, b1);
        final AddedBackend other = new AddedBackend("b1", "127.0.0.1:9001", 1, Backend.UNLIMITED, false);
        final Backend added = add(other);
        assertEquals(OperatorPoolState.NONE.withRemoved("b1", "127.0.0.1:9001").withAdded(other), kept());
        changes.onRemoved(pool, added);
        assertEquals(OperatorPoolState.NONE.withRemoved("b1", "127.0.0.1:9001"), kept());
    }

    @Test
    void canForgetABackendThatWasNotUsedSinceTheStart() {
        begin(
                "",
                new OperatorState(
                        Map.of("app", OperatorPoolState.NONE.withAdded(new AddedBackend("nohost.invalid:80")))));
        assertFalse(changes.forget("app", "b1"), "it is configured");
        assertTrue(changes.forget("app", "nohost.invalid:80"));
        assertEquals(List.of(), kept().added());
    }
}
