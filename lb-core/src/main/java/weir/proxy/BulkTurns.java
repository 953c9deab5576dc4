package weir.proxy;

import java.util.ArrayDeque;
import weir.net.EventLoop;

/**
 * The time that a turn of one loop has for long bodies, so that thousands of them leave short messages their times.
 *
 * <pre>
 *   begins --time is left, nobody waits--> moves bytes, ends
 *      '--else: in line --end of a turn that has time left--> {@link Inbound.Reader#onTurn}, begins
 * </pre>
 *
 * <p>Heads, and what comes with them, do not ask: a short message is over before it would have to. The line is first come, first served; whoever stands in it keeps
 * its interest in its socket, which costs an event that does nothing per turn and spares two system calls. Where there are few bodies, nothing waits, and asking costs
 * two looks at the clock per read. Thread: owning loop only.
 */
public final class BulkTurns {
    /** Some fifty reads of a few kibibytes, or a dozen of the largest. */
    static final long NS_PER_TURN = 1_000_000;

    private final EventLoop loop;
    private final ArrayDeque<Inbound> line = new ArrayDeque<>();
    private final Runnable onBeforeSleep = this::serve; // a field: no capture per turn
    private boolean isServeDue;
    private boolean isServing;
    private long turn = -1;
    private long spentNs;
    private long beganNs;

    BulkTurns(EventLoop loop) {
        this.loop = loop;
    }

    /** True when bytes may be moved now, and {@link #ends} follows. Else {@code reader} is told when they may. */
    public boolean begins(Inbound flow, Inbound.Reader reader) {
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
