package weir.config;

import weir.text.OneLine;

/**
 * Something that is allowed and yet is worth a second look.
 *
 * @param file as the user named it
 * @param line counted from 1; 0 = the warning has no line
 * @param path of the key; empty at the top of the file
 * @param message a sentence without its full stop
 */
public record ConfigWarning(String file, int line, String path, String message) {
    /** One line for the user. */
    public String text() {
        return OneLine.of(ConfigProblem.position(file, line, path) + "warning: " + message);
    }
}
