package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

/**
 * What clients and backends have in common: someone at the other end of one of Weir's connections.
 *
 * <p>A verb that acts ({@code sends}, {@code ends}) only puts something on the wire; Weir notices at the next turn. A
 * verb that {@code expects} first lets everything happen that can happen without time passing.
 */
public abstract class ScriptedPeer implements PeerWire {
    final LoopHarness harness;
    final ScriptedTransport transport;
    /** Everything before it has been checked. */
    int seen;

    ScriptedPeer(LoopHarness harness, ScriptedTransport transport) {
        this.harness = harness;
        this.transport = transport;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One piece, as if it came in one packet. */
    @Override
    public void sends(String text) {
        transport.arrives(bytes(text));
    }

    /** Pieces of so many bytes; the last may be shorter. */
    public void sendsInPiecesOf(int pieceBytes, String text) {
        for (int at = 0; at < text.length(); at += pieceBytes) {
            sends(text.substring(at, Math.min(text.length(), at + pieceBytes)));
        }
    }

    /** Two pieces, with Weir doing in between what it can. */
    public void sendsSplitAt(int cut, String text) {
        sends(text.substring(0, cut));
        harness.settle();
        sends(text.substring(cut));
    }

    /** FIN: sends no more, but still reads. */
    @Override
    public void ends() {
        transport.peerEnds();
    }

    /** RST: neither sends nor reads any more. */
    @Override
    public void resets() {
        transport.peerGone();
    }

    /** From now on takes only so many bytes more. */
    @Override
    public void takesOnly(long bytes) {
        transport.window(bytes);
    }

    /** The same, but Weir's side is not told that there is room, as a kernel does with little. */
    public void hasRoomUnannounced(long bytes) {
        transport.windowUnannounced(bytes);
    }

    @Override
    public void takesAll() {
        transport.window(ScriptedTransport.UNLIMITED);
    }

    /** Takes everything, but so many bytes at a time; for when the window was limited before. */
    public void drainsInStepsOf(long bytes) {
        for (int before = -1; before != transport.receivedBytes(); ) {
            before = transport.receivedBytes();
            transport.window(bytes);
            harness.settle();
        }
    }

    /** Weir's next attempt to read from this peer throws, as a bug would. */
    public void failsNextRead() {
        transport.failNextRead();
    }

    /** Everything that came, checked or not. */
    public String received() {
        return transport.received();
    }

    /** What came and was not checked yet. */
    @Override
    public String unseen() {
        return transport.receivedFrom(seen);
    }

    /** The first so many bytes of {@link #unseen} are fine. */
    @Override
    public void sees(int bytes) {
        seen += bytes;
    }

    /** How much came, checked or not. */
    @Override
    public int receivedBytes() {
        return transport.receivedBytes();
    }

    /** Bytes that this peer sent and Weir has not read. */
    public int unreadBytes() {
        return transport.unreadBytes();
    }

    /** How often Weir has tried to read from this peer. */
    public int reads() {
        return transport.reads();
    }

    /** Weir has sent FIN or closed. */
    @Override
    public boolean isEnded() {
        return transport.isEndedByWeir();
    }

    /** Weir has closed so that an error is seen here. */
    @Override
    public boolean isReset() {
        return transport.isResetByWeir();
    }

    @Override
    public boolean isClosed() {
        return !transport.isOpen();
    }

    /** Weir has interest in what this peer sends. */
    public boolean isRead() {
        return transport.isOpen() && (transport.interest() & weir.net.IoHandler.READ) != 0;
    }

    public void expectsNothing() {
        harness.settle();
        assertEquals("", unseen(), "bytes nobody expected");
    }

    /** Takes exactly these bytes. */
    public void expectsBytes(String text) {
        harness.settle();
        assertEquals(text, unseen());
        seen += text.length();
    }

    /** FIN or close in good order, and nothing left to be checked before it. */
    public void expectsEnd() {
        harness.settle();
        assertEquals("", unseen(), "bytes before the end");
        assertTrue(isEnded(), "the connection is still open");
        assertFalse(transport.isResetByWeir(), "a reset instead of an end");
    }

    public void expectsReset() {
        harness.settle();
        assertTrue(transport.isResetByWeir(), isEnded() ? "an end in good order instead of a reset" : "still open");
    }

    public void expectsOpen() {
        harness.settle();
        assertFalse(isEnded(), "the connection has ended");
    }

    /** The next whole message, or an assertion that says what is there instead. */
    WireMessage next(boolean isResponse, boolean isForHead) {
        harness.settle();
        final String wire = unseen();
        final WireMessage message = WireMessage.read(wire, 0, isResponse, isForHead, isEnded());
        assertTrue(message != null && message.isWhole(), () -> "no whole message but: " + wire);
        seen += message.end();
        return message;
    }
}
