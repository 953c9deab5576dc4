package weir.control;

import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Maintenance;

/**
 * What an operator can do to a backend while Weir runs. Names are those of the configuration. Whatever comes in is
 * answered with a {@link Result}; nothing is thrown for it.
 *
 * <p>Any thread but a loop's: a call may wait for the loops, or for the name service.
 */
public interface BackendActions {
    /** How a call ended. */
    enum Outcome {
        DONE,
        /** It is done, but requests are still under way there. */
        LEFT,
        UNKNOWN_POOL,
        UNKNOWN_BACKEND,
        UNKNOWN_LISTENER,
        /** A value is not acceptable; the message says which and why. */
        INVALID,
        /** It contradicts what is there, such as a second backend of one address. */
        CONFLICT,
        /** Whoever must act does not answer; it may still happen. */
        BUSY,
        /** This Weir cannot do that. */
        NOT_SUPPORTED
    }

    /**
     * @param message for people, one sentence without a full stop; empty when there is nothing to say
     * @param left requests that are still under way
     * @param notSaved it is done, but not on the disk, for this reason, so a restart would undo it; null = nothing of
     *     the kind
     */
    record Result(Outcome outcome, String message, int left, String notSaved) {
        public static final Result DONE = new Result(Outcome.DONE, "");

        public Result(Outcome outcome, String message) {
            this(outcome, message, 0, null);
        }

        /** The same, but what is done is not kept. */
        public Result notSaved(String reason) {
            return outcome == Outcome.DONE ? new Result(outcome, message, left, reason) : this;
        }

        /** The same, but requests are left. */
        public Result left(int requests) {
            return new Result(Outcome.LEFT, message, requests, notSaved);
        }
    }

    Result setState(String pool, String backend, AdminState state);

    /** @param weight from 0 to {@link weir.model.Backend#WEIGHT_MAX}; 0 = no new requests */
    Result setWeight(String pool, String backend, double weight);

    Result add(String pool, AddedBackend backend);

    /**
     * It gets nothing new from the moment that this returns; what is under way there goes on.
     *
     * @param waitMs how long to wait for that; 0 = not at all, then it is done at once
     */
    Result remove(String pool, String backend, int waitMs);

    /**
     * What is under way goes on; what begins from the moment that this returns is answered so.
     *
     * @param listener null = all that speak HTTP
     * @param maintenance null = requests are taken again
     */
    default Result maintain(String listener, Maintenance maintenance) {
        return new Result(Outcome.NOT_SUPPORTED, "this Weir cannot do that");
    }
}
