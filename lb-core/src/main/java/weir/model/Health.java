package weir.model;

/** What is known about how well a backend works. Only {@link #UP} means that it gets requests. */
public enum Health {
    UP("up"),
    /** Nothing is known yet; the next check decides. */
    CHECKING("checking"),
    /** Checks fail, or requests cannot connect. Checks that succeed bring it back. */
    DOWN("down"),
    /** Requests failed or were slow, so it is left out for a while. Time brings it back. */
    EJECTED("ejected");

    private final String word;

    Health(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
