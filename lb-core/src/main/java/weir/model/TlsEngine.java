package weir.model;

/** Whose TLS is used. */
public enum TlsEngine {
    /** The faster one that runs here. */
    AUTO("auto"),
    JDK("jdk"),
    /** BoringSSL, which is native code. */
    CONSCRYPT("conscrypt");

    private final String word;

    TlsEngine(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
