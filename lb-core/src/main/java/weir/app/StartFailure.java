package weir.app;

/** Weir could not start. The message is one clear line for the person who started it. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }
}
