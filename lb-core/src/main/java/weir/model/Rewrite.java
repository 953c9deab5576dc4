package weir.model;

import weir.http.Authority;
import weir.template.Part;
import weir.template.Placeholder;
import weir.template.Template;

/**
 * What backends see of a route's requests in place of what clients have asked for. Immutable, any thread.
 *
 * @param stripPrefix whole segments that are taken off the path where it begins with them; null = nothing is
 * @param addPrefix whole segments that are put before the rest; null = nothing is
 * @param path in place of the path; null = it stays
 * @param host in place of the host; null = it stays
 */
public record Rewrite(String stripPrefix, String addPrefix, Template path, Template host) {
    public static final Form PREFIX =
            new Form("(?=.{1,1024}$)(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+", "whole segments of a path, such as /api/v1");
    /** With its placeholders. */
    public static final Form PATH = new Form(
            "(/|\\{path).{0,1023}", "a path of up to 1024 characters that begins with /, {path} or {path_and_query}");
    /** Likewise. */
    public static final Form HOST = new Form("[!-~]{1,255}", "a host name with or without port, or placeholders");

    /** What a path may become, with the longest that placeholders can be: as much as the field lines of a level. */
    public static final int PATH_BYTES_MAX = HeaderRules.BYTES_MAX;

    /** What is visible on the wire of a target. */
    private static final String TARGET_CHARS = "[!$-;=?-Z_a-z~&'\\[\\]]*";

    /** Nothing is rewritten. */
    public static final Rewrite NONE = new Rewrite(null, null, null, null);

    public Rewrite {
        Given.textOrNone("rewrite.strip-prefix", stripPrefix, PREFIX);
        Given.textOrNone("rewrite.add-prefix", addPrefix, PREFIX);
        Given.check(
                path == null || stripPrefix == null && addPrefix == null,
                "rewrite",
                "path beside a prefix",
                "one of the two");
        Given.check(
                path == null
                        || PATH.matches(path.toString())
                                && path.parts().stream().allMatch(Rewrite::isOfTarget),
                "rewrite.path",
                path,
                PATH.accepted());
        Given.check(
                path == null || path.bytesMax() <= PATH_BYTES_MAX,
                "rewrite.path",
                path,
                "at most " + PATH_BYTES_MAX + " bytes");
        Given.check(host == null || HOST.matches(host.toString()), "rewrite.host", host, HOST.accepted());
    }

    /** It could stand in a target. */
    public static boolean isOfTarget(Part part) {
        return part.placeholder() != null || part.text().matches(TARGET_CHARS);
    }

    /** Most that it adds to a head: the method stands anew before a path that does. */
    public int bytesMax() {
        return (movesPath() ? Placeholder.METHOD.bytesMax() + 1 : 0)
                + (addPrefix == null ? 0 : addPrefix.length() + 1)
                + (stripPrefix == null ? 0 : 1)
                + (path == null ? 0 : path.bytesMax())
                + (host == null ? 0 : "Host: \r\n".length() + Math.min(host.bytesMax(), Authority.BYTES_MAX));
    }

    /** The path that backends see is not the client's: with one that has several readings it could be any. */
    public boolean movesPath() {
        return stripPrefix != null || addPrefix != null || path != null;
    }
}
