package weir.config;

import weir.text.OneLine;

/**
 * One reason to refuse a configuration.
 *
 * @param file as the user named it
 * @param line counted from 1; 0 = the problem has no line
 * @param path of the key, such as {@code pools.app.health.interval}; empty at the top of the file
 * @param found what stands there
 * @param accepted what may stand there
 */
public record ConfigProblem(String file, int line, String path, String found, String accepted) {
    /** One line for the user: {@code weir.yaml:7: pools.app.host: found "a b", accepted: ...}. */
    public String text() {
        return OneLine.of(position(file, line, path) + "found " + found + ", accepted: " + accepted);
    }

    static String position(String file, int line, String path) {
        return file + (line == 0 ? "" : ":" + line) + ": " + (path.isEmpty() ? "" : path + ": ");
    }
}
