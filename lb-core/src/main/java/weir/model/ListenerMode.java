package weir.model;

/** What a listener speaks with its clients. The word is the one of the file. */
public enum ListenerMode {
    HTTP("http"),
    /** Bytes, whatever they mean. */
    TCP("tcp"),
    /** HTTP whose requests are answered with the URL of a backend, to which clients then go themselves. */
    REDIRECT("redirect"),
    /** The same, said in JSON: for clients that connect by themselves. */
    ASK("ask"),
    /** HTTP whose requests are answered with their own URL, but with https. */
    HTTPS_REDIRECT("https-redirect");

    private final String word;

    ListenerMode(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
