package weir.model;

import java.util.List;

/**
 * They get files that were read from a directory.
 *
 * @param files by their paths in it
 * @param index name of the file that stands for the folder that it is in
 * @param fallback path of the file that is sent where there is none; null = 404
 */
public record Site(List<SiteFile> files, String index, String fallback) implements RouteAction {
    /** In all. */
    public static final Range SIZE_RANGE = new Range("size", 1, 1 << 30);

    public static final int SIZE = 16 << 20;
    public static final int FILES_MAX = 10_000;
    public static final String INDEX = "index.html";
    public static final Form NAME = new Form("[!-~&&[^/\\\\]]{1,255}", "the name of a file");
    public static final Form PATH =
            new Form("[!-~&&[^/\\\\]][!-~&&[^\\\\]]{0,1023}", "the path of a file in the directory");

    public Site {
        files = Given.list("respond.directory", files);
        Given.text("respond.index", index, NAME);
        Given.textOrNone("respond.fallback", fallback, PATH);
        Given.check(
                fallback == null || has(files, fallback),
                "respond.fallback",
                "no such file",
                "the path of a file in the directory");
    }

    private static boolean has(List<SiteFile> files, String path) {
        return files.stream().anyMatch(file -> file.path().equals(path));
    }

    @Override
    public List<Integer> pools() {
        return List.of();
    }
}
