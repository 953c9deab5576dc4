package weir.model;

/** What others can be told of. The word is the one of the file and of the message; it never changes. */
public enum EventKind {
    BACKEND_UP("backend-up"),
    BACKEND_DOWN("backend-down"),
    /** Gets no new clients any more. */
    BACKEND_DRAIN("backend-drain"),
    BACKEND_MAINTENANCE("backend-maintenance"),
    /** Back from drain or maintenance. */
    BACKEND_READY("backend-ready"),
    /** Its last usable backend has gone. */
    POOL_EMPTY("pool-empty"),
    POOL_RECOVERED("pool-recovered");

    private final String word;

    EventKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
