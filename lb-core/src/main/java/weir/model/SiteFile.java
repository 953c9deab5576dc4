package weir.model;

/**
 * A file of a directory, as it was when the configuration was read.
 *
 * @param path in the directory, with slashes and without one at the beginning
 * @param lastModified as the field has it
 */
public record SiteFile(String path, String type, String lastModified, FileContent content) {
    public static final int PATH_BYTES_MAX = 1024;

    private static final Form PATH =
            new Form("(?!/)[^\\x00\\r\\n]{1," + PATH_BYTES_MAX + "}", "a path in the directory");
    private static final Form DATE = new Form("[A-Za-z0-9:, ]{1,64}", "a date of HTTP");

    public SiteFile {
        Given.text("path", path, PATH);
        Given.text("type", type, FixedResponse.CONTENT_TYPE_FORM);
        Given.text("lastModified", lastModified, DATE);
        Given.one("content", content);
    }
}
