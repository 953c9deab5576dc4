package weir.pool;

import weir.balance.PickContext;
import weir.snapshot.Explanation;

/**
 * Why a search came to its backend, for a client that may ask. Off the path of requests of all others. Thread: owning
 * loop only.
 */
final class PickTrace {
    /** Null when the client has not asked. */
    private PoolView pool;
    /** Of the last pick; null before it. */
    private Explanation explanation;

    void reset() {
        pool = null;
        explanation = null;
    }

    void begin(PoolView of) {
        pool = of;
    }

    boolean isOn() {
        return pool != null;
    }

    /** As {@link Admission#pick}. */
    int pick(PickContext context, Stickiness sticky, boolean isAgain) {
        final Explanation expected = pool.explain(context); // before the pick, which changes what it explains
        final int backend = pool.admission().pick(context, sticky, isAgain);
        final String winner = backend < 0 ? null : id(backend);
        explanation = expected.withWinner(winner, note(backend, winner, sticky, expected));
        return backend;
    }

    private static String note(int backend, String winner, Stickiness sticky, Explanation expected) {
        if (backend == Admission.FULL) {
            return "waits for room";
        }
        return sticky.isOn() && winner != null && !winner.equals(expected.winner())
                ? "its client sticks to it"
                : expected.note();
    }

    /** After a wait in the line. */
    void onRoom(int backend) {
        if (isOn()) {
            explanation = explanation.withWinner(id(backend), "the first to have room again");
        }
    }

    private String id(int backend) {
        return pool.pool().backends().get(backend).id();
    }

    /** For the response; null = nothing. */
    byte[] line() {
        return explanation == null ? null : ExplainLine.of(explanation);
    }
}
