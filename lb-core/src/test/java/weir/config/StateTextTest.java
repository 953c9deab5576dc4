package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.AddedBackend;
import weir.model.OperatorState;

final class StateTextTest {
    @Test
    void readsOneThatSaysNothing() {
        final StateText.Result result = StateText.read("state.json", "{\"weir-state\": 1}");
        assertEquals(List.of(), result.problems());
        assertEquals(OperatorState.NONE, result.state());
    }

    @Test
    void takesAnAddedBackendOfWhichItSaysOnlyWhereItIs() {
        final StateText.Result result = StateText.read("state.json", """
                {"weir-state": 1, "pools": {"app": {"added": [{"id": "nohost.invalid:80", "address": "nohost.invalid:80"}]}}}
                """);
        assertEquals(
                List.of(new AddedBackend("nohost.invalid:80")),
                result.state().pool("app").added());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | state.json:1: found broken YAML",
                "[] | found a list, accepted: a map of weir-state, pools",
                "{\"weir-state\": 2} | weir-state: found \"2\", accepted: 1",
                "listeners: {} | found unknown key \"listeners\", accepted: one of weir-state, pools",
                "pools: {} | weir-state: found nothing, accepted: 1",
                "{weir-state: 1, pools: {app: {changed: [{id: b1, state: drian}]}}} | changed[0].state: found \"drian\", accepted: one of ready, drain, maintenance; did you mean \"drain\"?",
                "{weir-state: 1, pools: {app: {changed: [{id: b1, weight: -1}]}}} | changed[0].weight: found \"-1\", accepted: a number from 0 to 256",
                "{weir-state: 1, pools: {app: {changed: [{state: drain}]}}} | changed[0].id: found nothing",
                "{weir-state: 1, pools: {app: {changed: [{id: a}, {id: a}]}}} | found a second backend \"a\", accepted: one",
                "{weir-state: 1, pools: {app: {added: [{id: a, address: 9001}]}}} | added[0].address: found \"9001\", accepted: host:port",
                "{weir-state: 1, pools: {app: {added: [{id: a, address: 'b:1', max-connections: 0}]}}} | added[0].max-connections: found \"0\"",
                "{weir-state: 1, pools: {app: {removed: [{id: a}]}}} | removed[0].address: found nothing",
            })
    void saysWhatIsWrongAndWhatIsAccepted(String text, String problem) {
        final StateText.Result result = StateText.read("state.json", text);
        assertNull(result.state());
        final String all =
                result.problems().stream().map(ConfigProblem::text).toList().toString();
        assertTrue(all.contains(problem), all);
    }

    @Test
    void saysThatAFileIsNoStateFile(@TempDir Path folder) {
        assertEquals("a directory", StateText.read(folder).problems().get(0).found());
    }

    @Test
    void readsWhatTenThousandBackendsLeave() {
        final StringBuilder text = new StringBuilder("{\"weir-state\": 1, \"pools\": {\"app\": {\"removed\": [");
        for (int i = 0; i < 10_000; i++) {
            text.append(i == 0 ? "" : ",\n")
                    .append("{\n\"id\": \"")
                    .append("b".repeat(58))
                    .append(i)
                    .append("\",\n\"address\": \"")
                    .append("h".repeat(200))
                    .append(":80\"\n}");
        }
        final StateText.Result result =
                StateText.read("state.json", text.append("]}}}").toString());
        assertEquals(List.of(), result.problems());
        assertEquals(10_000, result.state().pool("app").removed().size());
    }
}
