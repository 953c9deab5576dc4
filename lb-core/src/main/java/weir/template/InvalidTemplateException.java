package weir.template;

import java.util.List;

/** A text that is no template. The words are for the author of the configuration. */
public final class InvalidTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String found;
    private final String accepted;
    private final String unknown;

    InvalidTemplateException(String found, String accepted, String unknown) {
        super("found " + found + ", accepted: " + accepted);
        this.found = found;
        this.accepted = accepted;
        this.unknown = unknown;
    }

    /** May have whatever the text has. */
    public String found() {
        return found;
    }

    public String accepted() {
        return accepted;
    }

    /** The word that is no placeholder's, to suggest another; null when it is something else that is wrong. */
    public String unknown() {
        return unknown;
    }

    /** Those that there are. */
    public static List<String> words() {
        return Template.WORDS;
    }
}
