package weir.relay;

import java.util.ArrayDeque;
import weir.net.EventLoop;
import weir.net.Transport;

/**
 * The time that a turn of one loop has for long bodies, so that thousands of them leave short messages their times.
 *
 * <pre>
 *   begins --time is left, nobody waits--> moves bytes, ends
 *      '--else: in line --end of a turn that has time left--> {@link RelayBuffer.Reader#onTurn}, begins
 * </pre>
 *
 * <p>Heads do not ask, nor the first bytes of bodies, which are all that short ones have, nor tunnels; nor a reader
 * that was handed a buffer, or holds bytes of TLS, as they would hold a buffer in line. The line is first come, first
 * served; a reader that stands in it keeps its interest in its socket, which costs an event that does nothing per turn
 * and spares two system calls. Where there are few bodies, nothing waits, and asking costs two looks at the clock per
 * read. Thread: owning loop only.
 */
public final class BulkTurns {
    /** Some fifty reads of a few kibibytes, or a dozen of the largest. */
    static final long NS_PER_TURN = 1_000_000;

    /** What a body may have without asking. */
    private static final long SHORT_BYTES = 16 * 1024;

    private final EventLoop loop;
    private final ArrayDeque<RelayBuffer> line = new ArrayDeque<>();
    private final Runnable onBeforeSleep = this::serve; // a field: no capture per turn
    private boolean isServeDue;
    private boolean isServing;
    private long turn = -1;
    private long spentNs;
    private long beganNs;

    public BulkTurns(EventLoop loop) {
        this.loop = loop;
    }

    /** Whoever reads from there into {@code flow}, after so many bytes of a body, has to ask. */
    public static boolean isBulk(RelayBuffer flow, long contentBytes, Transport from) {
        final boolean wasHandedBuffer = flow.hasBuffer() && flow.isEmpty();
        return contentBytes >= SHORT_BYTES && !wasHandedBuffer && !from.holdsBytes();
    }

    /** True when bytes may be moved now, and {@link #ends} follows. Else {@code reader} is notified when they may. */
    public boolean begins(RelayBuffer flow, RelayBuffer.Reader reader) {
        if (flow.isInLine()) {
            return false;
        }
        if (!isServing && !line.isEmpty() || !hasTime()) {
            flow.standInLine(reader);
            line.add(flow);
            serveSoon();
            return false;
        }
        beganNs = loop.clock().nowNs();
        return true;
    }

    public void ends() {
        spentNs += loop.clock().nowNs() - beganNs;
    }

    private boolean hasTime() {
        if (turn != loop.turnCount()) {
            turn = loop.turnCount();
            spentNs = 0;
        }
        return spentNs < NS_PER_TURN;
    }

    private void serveSoon() {
        if (!isServeDue) {
            isServeDue = true;
            loop.runBeforeSleep(onBeforeSleep);
        }
    }

    private void serve() {
        isServeDue = false;
        isServing = true;
        while (!line.isEmpty() && hasTime()) {
            line.poll().takeTurn(); // nothing, if it has left the line
        }
        isServing = false;
        if (!line.isEmpty()) {
            serveSoon();
        }
    }
}
