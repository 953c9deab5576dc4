package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** One connection from Weir to a backend. See {@link ScriptedPeer} for when things happen. */
public final class BackendConnection extends ScriptedPeer {
    BackendConnection(LoopHarness harness, ScriptedTransport transport) {
        super(harness, transport);
    }

    /** Completes a connection that was left waiting. */
    public void accepts() {
        transport.establish();
    }

    public void refuses() {
        transport.failConnect("Connection refused");
    }

    /** The next request, whole. */
    public WireMessage expectsRequest(String startLine) {
        final WireMessage request = next(false, false);
        assertEquals(startLine + " HTTP/1.1", request.startLine());
        return request;
    }

    public WireMessage expectsRequest(String startLine, String body) {
        final WireMessage request = expectsRequest(startLine);
        assertEquals(body, request.body());
        return request;
    }

    /** A whole response of length {@code body.length()}, that leaves the connection usable. */
    public void answers(int status, String body) {
        sends(response(status, body));
    }

    /** Answers what has come, whatever it is. */
    public void answersAnything(String body) {
        harness.settle();
        seen = transport.receivedBytes();
        answers(body);
    }

    public void answers(String body) {
        answers(200, body);
    }

    public static String response(int status, String body) {
        return "HTTP/1.1 " + status + " Fine\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
