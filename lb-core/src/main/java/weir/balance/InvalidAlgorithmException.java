package weir.balance;

import weir.text.OneLine;

/**
 * A class that cannot serve as an algorithm, or not with these options. The words are for the author of the
 * configuration.
 */
public final class InvalidAlgorithmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String found;
    private final String accepted;

    InvalidAlgorithmException(String found, String accepted) {
        this(found, accepted, null);
    }

    InvalidAlgorithmException(String found, String accepted, Throwable cause) {
        super("found " + OneLine.of(found) + ", accepted: " + accepted, cause);
        this.found = OneLine.of(found);
        this.accepted = accepted;
    }

    public String found() {
        return found;
    }

    public String accepted() {
        return accepted;
    }
}
