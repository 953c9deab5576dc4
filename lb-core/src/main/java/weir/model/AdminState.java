package weir.model;

/** What the operator wants of a backend, whatever its health. */
public enum AdminState {
    /** Takes part. */
    READY("ready"),
    /** No new clients; those that are bound to it stay. */
    DRAIN("drain"),
    /** Nothing at all, not even a check. */
    MAINTENANCE("maintenance");

    private final String word;

    AdminState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** What holds when its own checks may ask to drain it: what the operator has said goes first. */
    public AdminState orDrain(boolean isAsked) {
        return this == READY && isAsked ? DRAIN : this;
    }
}
