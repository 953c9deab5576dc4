package weir.control;

import weir.model.AdminState;

/**
 * What an operator can do to a backend while Weir runs. Names are those of the configuration. Whatever comes in is answered with a {@link Result}; nothing is
 * thrown for it.
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
     */
    record Result(Outcome outcome, String message, int left) {
        public static final Result DONE = new Result(Outcome.DONE, "");

        public Result(Outcome outcome, String message) {
            this(outcome, message, 0);
        }

        public static Result left(int requests) {
            return new Result(Outcome.LEFT, "", requests);
        }

        public static Result notSupported(String what) {
            return new Result(Outcome.NOT_SUPPORTED, what + " is not possible in this version");
        }
    }

    /**
     * A backend to be added.
     *
     * @param address {@code host:port}, as in the configuration
     * @param id null = the address as it is written
     */
    record NewBackend(String address, String id, double weight) {}

    Result setState(String pool, String backend, AdminState state);

    /** @param weight from 0 to {@link weir.model.Backend#WEIGHT_MAX}; 0 = no new requests */
    Result setWeight(String pool, String backend, double weight);

    /** Its id is in the {@link Result}'s message when it is done. */
    Result add(String pool, NewBackend backend);

    /**
     * It gets nothing new from the moment that this returns; what is under way there goes on.
     *
     * @param waitMs how long to wait for that; 0 = not at all, then it is done at once
     */
    Result remove(String pool, String backend, int waitMs);
}
