package weir.model;

/** Whether a rule is followed. */
public enum PolicyMode {
    ENFORCE("enforce"),
    /** It counts what it would have done, and does nothing. */
    SHADOW("shadow"),
    OFF("off");

    private final String word;

    PolicyMode(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
