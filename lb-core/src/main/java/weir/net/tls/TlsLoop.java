package weir.net.tls;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import weir.buf.BufferPool;
import weir.buf.BufferQueue;
import weir.buf.BufferStock;
import weir.net.EventLoop;
import weir.net.LoopBufferQueue;
import weir.stats.Counter;

/**
 * What the TLS connections of one loop share: buffers for the length of an event, a pool for what must stay longer, the
 * time that handshakes may take, and the lists of those who have something to do though no socket says so.
 *
 * <p>Bytes are read, decrypted, encrypted and written through the shared buffers. Only what is left over at the end of
 * an event, part of a record or what the handler had no room for, moves into a buffer of the pool. So a connection in
 * steady state takes none. Thread: owning loop only.
 */
public final class TlsLoop {
    /** Two full records, as engines want room for a whole one whatever they write. */
    public static final int BUFFER_BYTES = 34 * 1024;
    /** What each loop has beside its stock: the scratch buffers. */
    public static final int OWN_BYTES = 3 * BUFFER_BYTES;

    /**
     * Handshakes beyond that wait for the next turn, so that nobody else waits for longer than this and one step of a
     * handshake. In a turn that takes longer for other reasons they get as much time as those; else a storm of
     * handshakes would take the longer the busier the loop is.
     */
    static final long HANDSHAKE_NS_PER_TURN = 2_000_000;

    /** For {@link EventLoop#dispatch}: no socket is ready, but there is something to do. */
    private static final int REMINDER = 0;

    private final EventLoop loop;
    private final ByteBuffer cipherScratch;
    private final ByteBuffer plainScratch;
    private final ByteBuffer outScratch;
    private final ArrayDeque<TlsTransport> ready = new ArrayDeque<>();
    private final ArrayDeque<TlsTransport> handshakes = new ArrayDeque<>();
    private final BufferPool small;
    private final Stock ofClients;
    private final Stock ofBackends;
    private final Runnable onBeforeSleep = this::serve; // a field: no capture per event
    private boolean isServeDue;
    private boolean isServingHandshakes;
    /** Whose bytes are in the scratch buffers for reading; null = nobody's. */
    private RecordReader borrower;

    private long budgetTurn;
    private long budgetNs;
    private long spentNs;

    /**
     * @param isDirect where buffers lie: outside the heap for engines that are native code; the JDK's copies less on
     *     the heap
     * @param small for what is little, of the loop's own
     * @param stock most buffers of {@link #BUFFER_BYTES} that all clients may hold together, and as many all backends
     */
    public TlsLoop(EventLoop loop, boolean isDirect, BufferPool small, int stock) {
        this.loop = loop;
        this.small = small;
        ofClients = Stock.of(loop, isDirect, stock);
        ofBackends = Stock.of(loop, isDirect, stock);
        cipherScratch = scratch(isDirect);
        plainScratch = scratch(isDirect);
        outScratch = scratch(isDirect);
    }

    /** Without small ones. */
    public TlsLoop(EventLoop loop, boolean isDirect, int stock) {
        this(loop, isDirect, new BufferPool(BufferStock.SMALL_BYTES, 0), stock);
    }

    /** What the connections of one side share. */
    private record Stock(BufferPool pool, BufferQueue queue) {
        static Stock of(EventLoop loop, boolean isDirect, int count) {
            final BufferPool pool =
                    isDirect ? new BufferPool(BUFFER_BYTES, count) : BufferPool.onHeap(BUFFER_BYTES, count);
            return new Stock(pool, LoopBufferQueue.on(loop, pool));
        }
    }

    private static ByteBuffer scratch(boolean isDirect) {
        return isDirect ? ByteBuffer.allocateDirect(BUFFER_BYTES) : ByteBuffer.allocate(BUFFER_BYTES);
    }

    EventLoop loop() {
        return loop;
    }

    /** Buffers that connections hold; for tests and gauges. */
    public int heldCount() {
        return ofClients.pool.heldCount() + ofBackends.pool.heldCount();
    }

    void count(Counter counter) {
        loop.counters().add(counter);
    }

    // --- buffers

    /**
     * Makes the scratch buffers for reading those of {@code reader}; what another one has left there moves to buffers
     * of its own.
     */
    void lendTo(RecordReader reader) {
        if (borrower != null && borrower != reader) {
            borrower.park();
        }
        borrower = reader;
    }

    /** The reader has nothing there any more. */
    void endLoan(RecordReader reader) {
        if (borrower == reader) {
            borrower = null;
        }
    }

    ByteBuffer cipherScratch() {
        return cipherScratch;
    }

    ByteBuffer plainScratch() {
        return plainScratch;
    }

    /** For one write; nothing stays in it. */
    ByteBuffer outScratch() {
        return outScratch.clear();
    }

    boolean isLentTo(RecordReader reader) {
        return borrower == reader;
    }

    /**
     * What is read counts as requests, what is written as responses. Clients have a stock of their own: while they wait
     * they may hold all of it, and what they wait for are backends.
     */
    BufferQueue buffers(boolean isForClient) {
        return isForClient ? ofClients.queue : ofBackends.queue;
    }

    /** For little; without them the others do. */
    BufferPool small() {
        return small;
    }

    /** Of either side's. What is not is a small one, or was made for one connection. */
    boolean isOfStock(ByteBuffer buffer) {
        return buffer.capacity() == BUFFER_BYTES;
    }

    // --- those who have something to do

    /** The transport gets an event before the loop sleeps, though its socket may have none. */
    void remind(TlsTransport transport) {
        ready.add(transport);
        serveSoon();
    }

    private void serveSoon() {
        if (!isServeDue) {
            isServeDue = true;
            loop.runBeforeSleep(onBeforeSleep);
        }
    }

    private void serve() {
        isServeDue = false;
        for (int count = ready.size(); count > 0; count--) {
            loop.dispatch(ready.poll().events(), REMINDER);
        }
        isServingHandshakes = true;
        if (!handshakes.isEmpty()) {
            keepPace();
        }
        while (mayShakeHands() && !handshakes.isEmpty()) {
            loop.dispatch(handshakes.poll().events(), REMINDER);
        }
        isServingHandshakes = false;
        if (!handshakes.isEmpty()) {
            serveSoon();
        }
    }

    // --- the time for handshakes

    /** Handshakes have not used up their time of this turn. */
    boolean mayShakeHands() {
        if (budgetTurn != loop.turnCount()) {
            budgetTurn = loop.turnCount();
            budgetNs = HANDSHAKE_NS_PER_TURN;
            spentNs = 0;
        }
        return spentNs < budgetNs;
    }

    /** The events of this turn are over: what they have taken is known. */
    private void keepPace() {
        final long othersNs =
                loop.clock().nowNs() - loop.turnStartNs() - (budgetTurn == loop.turnCount() ? spentNs : 0);
        mayShakeHands(); // a new turn has a new budget
        budgetNs = Math.max(budgetNs, othersNs);
    }

    /** Those in line go on, one after the other. */
    boolean isServingHandshakes() {
        return isServingHandshakes;
    }

    /** Whoever comes now would overtake others. */
    boolean hasHandshakesWaiting() {
        return !handshakes.isEmpty();
    }

    /** The handshake goes on when those before it have had their turn. */
    void queueHandshake(TlsTransport transport) {
        count(Counter.TLS_HANDSHAKE_WAITS);
        handshakes.add(transport);
        serveSoon();
    }

    /** Takes off the budget what a step of a handshake has cost. */
    void spent(long ns) {
        spentNs += ns;
    }
}
