package weir.app;

/** Weir could not start. The message is one clear line for the person who started it. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Of the key, as the configuration file has it; null = it is no single one. */
    private final String path;

    private final String why;

    public StartFailure(String message) {
        super(message);
        path = null;
        why = message;
    }

    /** @param path of the key that asks for what cannot be */
    StartFailure(String path, String why) {
        super(path + ": " + why);
        this.path = path;
        this.why = why;
    }

    /** Null when it is no single key. */
    String path() {
        return path;
    }

    /** The message without the path. */
    String why() {
        return why;
    }
}
