package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.GET_1_0;
import static weir.http1.Messages.body;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.http.Tolerance;
import weir.model.Dialect;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

/** What is put up with of clients and backends on its whole way; the peers of these tests are strict readers. */
class AcceptTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void accept(Set<Tolerance> ofBackends) {
        harness.setup().pools(pool -> List.of(pool.withDialect(new Dialect(ofBackends, true))));
    }

    private ScriptedClient asked() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        return client;
    }

    @Test
    void removesThePaddingOfChunkSizesByDefault() {
        final String wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2  \r\nab\r\n0  \r\n\r\n";
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = asked();
            harness.backend().newest().sendsSplitAt(cut, wire);
            client.expectsResponse(200, "ab");
        }
        assertEquals(wire.length() - 1, harness.count(Counter.TOLERATED_PADDED_CHUNK_SIZE));
        assertEquals(1, harness.idleUpstreams());
        assertEquals(0, harness.count(Counter.TOLERATED_BARE_LF));
    }

    @Test
    void refusesEachOddityThatIsNotAccepted() {
        accept(Set.of());
        for (String odd : List.of(
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: \1\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0 \r\n\r\n")) {
            final ScriptedClient client = asked();
            harness.backend().sends(odd);
            client.expectsFailure(502, "upstream_response_malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nX: 1\nContent-Length: 3\n\nabc",
                "HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 3\r\n\nabc",
                "HTTP/1.1 103 Early\nX: 0\n\nHTTP/1.1 200 OK\nX: 1\nTransfer-Encoding: chunked\n\n3\r\nabc\r\n0\r\n\r\n"
            })
    void endsTheLinesOfAHeadWhereverItIsCut(String wire) {
        accept(Set.of(Tolerance.BARE_LF));
        final boolean isEarly = wire.contains("103");
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = asked();
            harness.backend().newest().sendsSplitAt(cut, wire);
            if (isEarly) {
                assertEquals("0", client.expectsStatus(103).field("X"));
            }
            assertEquals("1", client.expectsResponse(200, "abc").field("X"));
        }
        assertEquals((wire.length() - 1) * (isEarly ? 2 : 1), harness.count(Counter.TOLERATED_BARE_LF));
        assertEquals(1, harness.idleUpstreams());
    }

    @Test
    void repairsAHeadWithABodyThatFillsTheBuffer() {
        accept(Set.of(Tolerance.BARE_LF));
        final ScriptedClient client = asked();
        harness.backend().sends("HTTP/1.1 200 OK\nX: 1\nContent-Length: 20000\n\n" + body(20_000));
        client.expectsResponse(200, body(20_000));
    }

    @Test
    void passesOnOneOfEqualContentLengths() {
        accept(Set.of(Tolerance.EQUAL_CONTENT_LENGTHS));
        final ScriptedClient client = asked();
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3, 3\r\n\r\nabc");
        assertEquals("3", client.expectsResponse(200, "abc").field("Content-Length"));
        assertEquals(1, harness.count(Counter.TOLERATED_EQUAL_CONTENT_LENGTHS));
        assertEquals(1, harness.idleUpstreams());
    }

    @Test
    void goesByChunksBesideALengthAndDropsTheConnection() {
        accept(Set.of(Tolerance.LENGTH_WITH_CHUNKED));
        final ScriptedClient client = asked();
        harness.backend()
                .sends(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        assertNull(client.expectsResponse(200, "abc").field("Content-Length"));
        assertEquals(1, harness.count(Counter.TOLERATED_LENGTH_WITH_CHUNKED));
        harness.backend().newest().expectsEnd();
        assertEquals(0, harness.idleUpstreams());
        client.expectsOpen();
    }

    @Test
    void goesByChunksBesideALengthForAnHttp10Client() {
        accept(Set.of(Tolerance.LENGTH_WITH_CHUNKED));
        final ScriptedClient client = harness.client();
        client.sends(GET_1_0);
        harness.backend().expectsRequest("GET /a");
        harness.backend()
                .sends(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        assertNull(client.expectsResponse(200, "abc").field("Content-Length"));
        client.expectsEnd();
    }

    @Test
    void makesSpacesOfControlBytes() {
        accept(Set.of(Tolerance.CONTROL_BYTES));
        final ScriptedClient client = asked();
        harness.backend().sends("HTTP/1.1 200 O\1K\r\nX: a\1b\177\r\nContent-Length: 0\r\n\r\n");
        final WireMessage response = client.expectsStatus(200);
        assertEquals("a b", response.field("X"));
        assertEquals("HTTP/1.1 200 O K", response.startLine());
        assertEquals(1, harness.count(Counter.TOLERATED_CONTROL_BYTES));
    }

    @Test
    void repairsPipelinedRequestsWhereverTheyAreCut() {
        harness.setup().accept(Tolerance.BARE_LF, Tolerance.UTF8_TARGET);
        final String wire = "GET /caf\u00c3\u00a9 HTTP/1.1\nHost: x\n\n"
                + "POST /p HTTP/1.1\r\nHost: x\nContent-Length: 3\n\nabc" + "\nGET /n HTTP/1.1\nHost: x\n\n";
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sendsSplitAt(cut, wire);
            harness.backend().expectsRequest("GET /caf%C3%A9");
            harness.backend().answers("1");
            client.expectsResponse(200, "1");
            harness.backend().expectsRequest("POST /p", "abc");
            harness.backend().answers("2");
            client.expectsResponse(200, "2");
            harness.backend().expectsRequest("GET /n");
            harness.backend().answers("3");
            client.expectsResponse(200, "3");
            client.resets();
            harness.settle();
        }
        assertEquals(wire.length() - 1, harness.count(Counter.TOLERATED_UTF8_TARGET));
        assertEquals(3L * (wire.length() - 1), harness.count(Counter.TOLERATED_BARE_LF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /\u00c3\u00a9 HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n"})
    void refusesARequestThatIsOddUnlessToldOtherwise(String wire) {
        final ScriptedClient client = harness.client();
        client.sends(wire);
        client.expectsStatus(400);
        harness.backend().expectsAttempts(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addsNoViaWhereItIsOff(boolean isListener) {
        if (isListener) {
            harness.setup().withoutVia();
        } else {
            harness.setup()
                    .pools(pool -> List.of(pool.withDialect(pool.dialect().withoutVia())));
        }
        final ScriptedClient client = harness.client();
        client.sends(GET);
        assertNull(harness.backend().expectsRequest("GET /a").field("Via"));
        harness.backend().answers("x");
        client.expectsStatus(200);
    }
}
