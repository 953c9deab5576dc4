package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A client of Weir. See {@link ScriptedPeer} for when things happen. */
public final class ScriptedClient extends ScriptedPeer {
    ScriptedClient(LoopHarness harness, ScriptedTransport transport) {
        super(harness, transport);
    }

    /** The next response, whole. */
    public WireMessage expectsResponse() {
        return next(true, false);
    }

    /** The next response, to a HEAD. */
    public WireMessage expectsResponseToHead(int status) {
        final WireMessage response = next(true, true);
        assertEquals(status, response.status(), response.startLine());
        return response;
    }

    public WireMessage expectsStatus(int status) {
        final WireMessage response = expectsResponse();
        assertEquals(status, response.status(), () -> response.startLine() + ": " + response.body());
        return response;
    }

    /** An answer of Weir's own, with the reason. */
    public void expectsFailure(int status, String word) {
        assertEquals(status + " " + word + "\n", expectsStatus(status).body());
    }

    public WireMessage expectsResponse(int status, String body) {
        final WireMessage response = expectsStatus(status);
        assertEquals(body, response.body());
        return response;
    }

    /** The beginning of a response whose body has not come completely; stays unseen. */
    public WireMessage expectsPart() {
        harness.settle();
        final WireMessage part = WireMessage.read(unseen(), 0, true, false, false);
        assertTrue(part != null, () -> "no head but: " + unseen());
        assertTrue(!part.isWhole(), () -> "the response is complete: " + unseen());
        return part;
    }

    /** The connection ends before the response is whole, and the client can tell. */
    public void expectsCutResponse() {
        final WireMessage part = expectsPart();
        assertTrue(transport.isEndedByWeir(), "the connection is still open");
        if (part.isUntilClose()) {
            expectsReset();
        }
    }
}
