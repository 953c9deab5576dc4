package weir.file;

import java.io.IOException;

/** A file that was not read, and what was found in its place: the message is a noun with its article, for people. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What has kept it from being read. */
    public enum Why {
        MISSING,
        FORBIDDEN,
        /** A directory, a pipe, a device. */
        OTHER_KIND,
        TOO_LARGE,
        /** It is there, but no descriptor was left, or the disk was in trouble. It may be better the next time. */
        UNREAD
    }

    private final Why why;

    /** @param cause null = none */
    UnreadableFileException(Why why, String found, IOException cause) {
        super(found, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
