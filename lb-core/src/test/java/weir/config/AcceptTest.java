package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.http.Tolerance;
import weir.model.Configuration;
import weir.model.Dialect;

/** {@code accept} and {@code via} of listeners and pools. */
class AcceptTest {
    private static Dialect ofPool(String file) {
        return Reads.configuration(file).pools().get(0).dialect();
    }

    private static Dialect ofListener(String file) {
        return Reads.configuration(file).listeners().get(0).dialect();
    }

    @Test
    void isStrictByDefaultButForPaddedChunkSizes() {
        assertEquals(
                Set.of(Tolerance.PADDED_CHUNK_SIZE), ofPool(Sample.SHORTEST).accept());
        assertEquals(Set.of(), ofListener(Sample.SHORTEST).accept());
        assertTrue(ofPool(Sample.SHORTEST).addsVia());
        assertTrue(ofListener(Sample.SHORTEST).addsVia());
    }

    @Test
    void takesListsOfWords() {
        assertEquals(Set.of(), ofPool(Sample.with("pools.app.accept", "[]")).accept());
        assertEquals(
                Set.of(Tolerance.CONTROL_BYTES, Tolerance.LENGTH_WITH_CHUNKED),
                ofPool(Sample.with("pools.app.accept", "[control-bytes, length-with-chunked]"))
                        .accept());
        assertEquals(
                Tolerance.FOR_REQUESTS,
                ofListener(Sample.with("listeners.web.accept", "[utf8-target, bare-lf]"))
                        .accept());
    }

    @Test
    void turnsViaOff() {
        assertFalse(ofPool(Sample.with("pools.app.via", "off")).addsVia());
        assertFalse(ofListener(Sample.with("listeners.web.via", "off")).addsVia());
        final Configuration other = Reads.configuration(Sample.with("pools.app.via", "off"));
        assertTrue(other.listeners().get(0).dialect().addsVia());
    }

    @Test
    void namesWhatItDoesNotKnowAndWhatBelongsToTheOtherSide() {
        assertEquals(
                List.of(
                        "weir.yaml:1: pools.app.accept[0]: found \"utf8-target\", accepted: one of padded-chunk-size, bare-lf, "
                                + "equal-content-lengths, length-with-chunked, control-bytes"),
                Reads.problems(Sample.with("pools.app.accept", "[utf8-target]")));
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.accept[0]: found \"bare-fl\", accepted: one of bare-lf, utf8-target; did "
                                + "you mean \"bare-lf\"?"),
                Reads.problems(Sample.with("listeners.web.accept", "[bare-fl]")));
        assertEquals(
                List.of("weir.yaml:1: pools.app.via: found \"no\", accepted: one of on, off; did you mean \"on\"?"),
                Reads.problems(Sample.with("pools.app.via", "no")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept: []", "via: off"})
    void needsHttp(String key) {
        final String name = key.substring(0, key.indexOf(':'));
        assertEquals(
                List.of("weir.yaml:1: listeners.web." + name + ": found " + name
                        + " with mode: tcp, accepted: it with mode: http only"),
                Reads.problems("{listeners: {web: {bind: 5432, mode: tcp, pool: app, " + key
                        + "}}, pools: {app: {backends: [127.0.0.1:9001]}}}"));
    }
}
