package weir.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;
import weir.buf.Ascii;
import weir.buf.Hash64;
import weir.model.Backend;
import weir.model.CheckTimes;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.route.HashKey;
import weir.snapshot.BackendState;
import weir.snapshot.PermitRow;
import weir.snapshot.Permits;
import weir.stats.BackendTally;
import weir.stats.OutcomeRing;
import weir.stats.Results;

/**
 * One pool as one loop sees it: which backends are usable now, the loop's own picker, and its connections. Thread: owning loop only.
 */
public final class PoolView {
    /** All backends that may be picked are full. */
    public static final int FULL = -2;

    private static final int NO_RETRY_AFTER = 0;

    private final EventLoop loop;
    private final Pool pool;
    private final BackendSet backends;
    private final Picker picker;
    private final boolean wantsFeedback;
    private final Loads.Row inFlight;
    private final HashKey key;
    private final StickyPool sticky;
    private final Permits permits;
    /** Null where no backend has a limit, as is the line. */
    private final PermitRow row;

    private final WaitingLine line;
    private final UpstreamPool[] upstreams;
    /** Null when nobody asks for them. */
    private final BackendTally[] tallies;

    private final long[] stateGenerations;
    /** Null when nobody wants to know. */
    private final Experience experience;

    private final byte[] hostLine;
    private final byte[] nameBytes;

    /**
     * @param number of the loop, which is also its row in {@code loads} and {@code permits} and where its picker starts
     * @param isTallied what happens with each backend is counted
     */
    PoolView(
            EventLoop loop,
            int index,
            Pool pool,
            int number,
            Loads loads,
            Permits permits,
            Results.Row results,
            OutcomeRing outcomes,
            Runnable onOutcome,
            boolean isTallied) {
        this.loop = loop;
        this.pool = pool;
        experience = pool.health().type() == HealthCheck.Type.NONE
                ? null
                : new Experience(loop, index, pool.health().passive().failures(), results, outcomes, onOutcome);
        final int count = pool.backends().size();
        backends = backendSet(pool.backends());
        if (pool.health().type() != HealthCheck.Type.NONE && pool.health().initial() != Health.UP) {
            for (int i = 0; i < count; i++) {
                backends.setUsable(i, false); // until the probe loop says otherwise
            }
        }
        inFlight = loads.row(number);
        final long seed = loop.nowNs() ^ (long) number << 48 ^ (long) index << 32;
        final PickerParts parts = new PickerParts(
                backends,
                number,
                loads,
                inFlight,
                loop::nowNs,
                seed,
                pool.balance().boundedLoad());
        picker = pool.algorithm().picker(parts);
        this.permits = permits;
        row = permits.isLimited() ? permits.row(number) : null;
        line = row == null
                ? null
                : new WaitingLine(loop, this, row, pool.queue().lengthMax());
        if (row != null) {
            row.open(line);
        }
        wantsFeedback = picker.wantsFeedback();
        key = pool.balance().key() == null ? null : new HashKey(pool.balance().key());
        sticky = pool.sticky() == null ? null : new StickyPool(pool, picker, parts);
        tallies = isTallied ? tallies(count) : null;
        stateGenerations = new long[count];
        upstreams = new UpstreamPool[count];
        for (int i = 0; i < count; i++) {
            upstreams[i] = new UpstreamPool(loop, i, pool.backends().get(i), pool.timeouts(), pool.keepAlive());
        }
        hostLine = pool.host() == null ? null : Ascii.bytes("Host: " + pool.host() + "\r\n");
        nameBytes = Ascii.bytes(pool.name());
    }

    private static BackendTally[] tallies(int backends) {
        final BackendTally[] tallies = new BackendTally[backends];
        Arrays.setAll(tallies, backend -> new BackendTally(ExchangeEnd.values().length));
        return tallies;
    }

    private static BackendSet backendSet(List<Backend> backends) {
        return new BackendSet(
                backends.stream().mapToDouble(Backend::weight).toArray(),
                backends.stream()
                        .mapToLong(backend -> Hash64.of(backend.id().getBytes(StandardCharsets.UTF_8)))
                        .toArray());
    }

    /**
     * Index of a backend, {@link Picker#NONE}, or {@link #FULL}. Where the backend has a limit, a permit goes with it, which the {@link Attempt} that must follow
     * gives back.
     *
     * @param isAgain it has been picked for before, so it need not wait behind those in the line
     */
    public int pick(PickContext context, Stickiness sticky, boolean isAgain) {
        if (row == null) {
            return choose(context, sticky);
        }
        return line.blocksNew() && !isAgain && hasUsableBackend() ? FULL : pickNow(context, sticky);
    }

    private int choose(PickContext context, Stickiness sticky) {
        return sticky.isOn() ? sticky.pick(context) : picker.pick(context);
    }

    /** The same, whoever waits. Picks again when another loop was quicker: so often as there are backends at most. */
    int pickNow(PickContext context, Stickiness sticky) {
        context.setRoom(row);
        int index = choose(context, sticky);
        for (int lost = 0; index != Picker.NONE && !row.take(index); lost++) {
            index = lost < backends.count() ? choose(context, sticky) : Picker.NONE;
        }
        context.setRoom(null);
        return index == Picker.NONE && backends.hasUsable(context) ? FULL : index;
    }

    /** An attempt is over. */
    void give(int backend) {
        if (row != null) {
            row.give(backend);
        }
    }

    /** Where exchanges wait when all are full; null where no backend has a limit. */
    public WaitingLine line() {
        return line;
    }

    /** What slow start leaves of it, and at least 1. */
    private static int limit(Backend backend, double share) {
        final int max = backend.connectionsMax();
        return max == Backend.UNLIMITED ? max : (int) Math.max(1, max * share);
    }

    /** For all loops; each is told of each change and says it, so the last one to do so says what holds. */
    void setLimit(int backend, int limit) {
        permits.setLimit(backend, limit);
        row.settle(backend);
    }

    /** When it is worth asking again after such an end, in seconds; 0 = nobody knows. */
    public int retryAfterSeconds(ExchangeEnd end) {
        return switch (end) {
            case QUEUE_FULL, QUEUE_TIMEOUT -> seconds(pool.queue().timeoutMs());
            case NO_BACKEND -> pool.health().type() == HealthCheck.Type.NONE ? NO_RETRY_AFTER : seconds(returnMs());
            default -> NO_RETRY_AFTER;
        };
    }

    /** How long the checks take at least to bring a backend back. */
    private long returnMs() {
        final CheckTimes times = pool.health().times();
        return times.downMs() + (long) times.fastMs() * (pool.health().rise() - 1);
    }

    private static int seconds(long ms) {
        return (int) Math.min(Integer.MAX_VALUE, (ms + 999) / 1_000);
    }

    /** What of a request must be hashed before the pick; null = nothing. */
    public HashKey key() {
        return key;
    }

    /** Who learns from attempts; null = nobody. */
    Experience experience() {
        return experience;
    }

    /** Null when clients stick to nobody. */
    StickyPool sticky() {
        return sticky;
    }

    /** An attempt on a backend begins. What is in flight is counted for every algorithm: by its picker, or here. */
    void onStart(int backend) {
        if (wantsFeedback) {
            picker.onStart(backend);
        } else {
            inFlight.start(backend);
        }
    }

    /** Exactly once for each {@link #onStart}; as {@link Picker#onEnd}. */
    void onEnd(int backend, long latencyNs, AttemptEnd end) {
        if (wantsFeedback) {
            picker.onEnd(backend, latencyNs, end);
        } else {
            inFlight.end(backend);
        }
    }

    /** The request is sent once more after an attempt on this backend has failed. */
    public void onRetry(int failedBackend) {
        if (tallies != null) {
            tallies[failedBackend].retry();
        }
    }

    /** What this loop has seen of a backend; null when nobody asks for it. Any thread. */
    public BackendTally tally(int backend) {
        return tallies == null ? null : tallies[backend];
    }

    public UpstreamPool upstream(int backend) {
        return upstreams[backend];
    }

    public Pool pool() {
        return pool;
    }

    /** Complete Host line for the backends, or null when the client's is passed on. */
    public byte[] hostLine() {
        return hostLine;
    }

    /** For the access log. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public boolean hasUsableBackend() {
        return backends.usableCount() > 0;
    }

    void apply(BackendState state) {
        final int backend = state.backend();
        if (state.generation() > stateGenerations[backend]) {
            stateGenerations[backend] = state.generation();
            backends.change(backend, state.takesNew(), state.takesSticky(), state.weight());
            if (state.isLeft()) {
                upstreams[backend].closeIdle();
            }
            if (line != null) {
                setLimit(backend, limit(pool.backends().get(backend), state.limitShare()));
                line.serve(); // there is room again, or nobody left to wait for
            }
        }
    }

    void closeIdle() {
        for (UpstreamPool upstream : upstreams) {
            upstream.closeIdle();
        }
    }
}
