package weir.proxyprotocol;

/** How a header is written. The word is the one of the file. */
public enum ProxyVersion {
    /** A line of text (§2.1). */
    V1("v1"),
    /** Binary, with room for more than addresses (§2.2). */
    V2("v2");

    private final String word;

    ProxyVersion(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
