package weir.route;

import weir.buf.Ascii;

/** How the path of a route is compared. */
enum PathKind {
    /** Not at all. */
    ANY,
    /** {@code /status}. */
    EXACT,
    /** {@code /v1*}: whatever begins so. */
    PREFIX,
    /** {@code /v1/*}: what is below it, and {@code /v1} itself. */
    FOLDER;

    /** @param path as the configuration has it; null = any */
    static PathKind of(String path) {
        if (path == null) {
            return ANY;
        } else if (!path.endsWith("*")) {
            return EXACT;
        }
        return path.endsWith("/*") && path.length() > 2 ? FOLDER : PREFIX;
    }

    /** Without the star; null of {@link #ANY}. */
    byte[] bytes(String path) {
        return switch (this) {
            case ANY -> null;
            case EXACT -> Ascii.bytes(path);
            case PREFIX, FOLDER -> Ascii.bytes(path.substring(0, path.length() - 1));
        };
    }
}
