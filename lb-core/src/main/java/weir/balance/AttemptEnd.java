package weir.balance;

/** What an attempt has shown of its backend. */
public enum AttemptEnd {
    /** It has answered, in the time that was measured. */
    ANSWERED,
    /** It could not be reached, has broken off, or has said that it failed. */
    FAILED,
    /** The attempt ended before the answer: it would have taken longer than the time that was measured. */
    ABANDONED,
    /** Nothing. */
    UNKNOWN
}
