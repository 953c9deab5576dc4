package weir.exchange;

/** What a read of a request has led to. */
public enum RequestEvent {
    /** Nothing was read, and nothing is until {@link ClientStream#resumeReading}, or until there is a buffer. */
    STOPPED,
    /** Nothing that could be acted on. */
    NONE,
    /** The head is complete and accepted; of the body some may be here. */
    HEAD,
    /** More of the body. */
    BODY,
    /** {@link RequestSource#fault} says why. */
    REFUSED,
    /** No byte of a request has come, nor is one under way. */
    IDLE,
    /** The client has ended, and owes nothing. */
    ENDED,
    /** The client has ended within its request, or does not wait for the response. */
    GONE
}
