package weir.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import weir.model.Admin;
import weir.model.AdminState;
import weir.model.Health;
import weir.model.LimitKey;
import weir.model.Policy;
import weir.model.PolicyMode;
import weir.model.Pool;
import weir.model.RateLimit;
import weir.model.Token;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.Snapshot;
import weir.stats.BackendTally;
import weir.stats.Counters;
import weir.stats.ListenerTally;
import weir.testkit.Setup;

/** One loop, one listener, one pool of two backends, without anything that runs. */
final class TestRuntime implements RuntimeView {
    static final Admin OPEN = new Admin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, List.of());
    static final String TOKEN = "0123456789abcdef";
    static final Admin LOCKED = new Admin(OPEN.bind(), new Token(TOKEN), List.of("weir.internal"));

    final Counters counters = new Counters();
    final BackendTally[] tallies = {new BackendTally(2), new BackendTally(2)};
    final ListenerTally listener = new ListenerTally();
    final List<Runnable> probeQuestions = new ArrayList<>();
    final List<Consumer<Gauges>> questions = new ArrayList<>();
    final List<ExplainRequest> explained = new ArrayList<>();
    /** What a loop answers; null = it keeps silent. */
    Explanation explanation;

    boolean isMailboxFull;
    /** The loop. */
    boolean hasDied;

    final boolean[] up = {true, true};
    boolean isStopping;

    private final Snapshot snapshot = Snapshot.of(
            new Setup().backends(2).admin().pools(TestRuntime::limited).configuration(), 1);

    private static List<Pool> limited(Pool pool) {
        final LimitKey key = LimitKey.of(LimitKey.Kind.CLIENT, null);
        final RateLimit limit = new RateLimit("client", key, 1, 1_000, 1, 0, PolicyMode.ENFORCE, 100);
        return List.of(pool.withPolicy(Policy.NONE.withRateLimits(List.of(limit))));
    }

    /** What {@link #kept} says. */
    Kept kept;

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public List<Loop> loops() {
        return List.of(new Loop() {
            @Override
            public String name() {
                return "loop-0";
            }

            @Override
            public Counters counters() {
                return counters;
            }

            @Override
            public int clientCount() {
                return 3;
            }

            @Override
            public boolean hasDied() {
                return hasDied;
            }

            @Override
            public BackendTally tally(int pool, int backend) {
                return tallies[backend];
            }

            @Override
            public String breaker(int pool, int backend) {
                return "half-open";
            }

            @Override
            public ListenerTally tally(int index) {
                return listener;
            }

            @Override
            public boolean ask(Consumer<Gauges> answer) {
                return questions.add(answer);
            }

            @Override
            public boolean explain(ExplainRequest request, Consumer<Explanation> answer) {
                explained.add(request);
                if (explanation != null) {
                    answer.accept(explanation);
                }
                return !isMailboxFull;
            }
        });
    }

    /** Both loops turn once. */
    void turn() {
        questions.forEach(answer -> answer.accept(new Gauges(1, 16, 2048, 3, 8, 2, 4)));
        questions.clear();
        probeQuestions.forEach(Runnable::run);
        probeQuestions.clear();
    }

    @Override
    public boolean askProbe(Runnable answer) {
        return probeQuestions.add(answer);
    }

    @Override
    public List<Bound> listeners() {
        return List.of(new Bound("web", new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080)));
    }

    @Override
    public Kept kept() {
        return kept;
    }

    @Override
    public List<Certificates> certificates() {
        return List.of(new Certificates("web", Map.of("localhost", 2_000_000_000L), 1, 0));
    }

    @Override
    public List<Count> ends() {
        return List.of(new Count("served", () -> 7));
    }

    @Override
    public List<Count> refusals() {
        return List.of(new Count("bad_method", () -> 1));
    }

    @Override
    public List<Count> events() {
        return List.of(new Count("sticky_hits", () -> 5));
    }

    @Override
    public List<Transition> transitions(int pool, int backend) {
        return List.of(new Transition(1_000, "health", Health.UP, Health.DOWN, "status 500"));
    }

    @Override
    public List<String> failureWords() {
        return List.of("refused_connection", "timed_out");
    }

    @Override
    public BackendState state(int pool, int backend) {
        return new BackendState(
                pool, backend, up[backend] ? Health.UP : Health.DOWN, false, AdminState.READY, 2.5, 1, 1);
    }

    @Override
    public String healthReason(int pool, int backend) {
        return "a test says so";
    }

    @Override
    public boolean isStopping() {
        return isStopping;
    }

    @Override
    public long accessLogLinesLost() {
        return 4;
    }

    @Override
    public String version() {
        return "test";
    }
}
