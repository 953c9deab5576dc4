package weir.bench.load;

/** How a request can fail. The word is stable: it stands in tables and files. */
public enum Problem {
    CONNECT("connect", "no connection could be made"),
    RESET("reset", "the connection ended before the response did"),
    TIMEOUT("timeout", "no complete response in time, or never sent"),
    MALFORMED("malformed", "the response is not HTTP/1.1"),
    TLS("tls", "handshake or record failed"),
    STATUS_4XX("4xx", "status 400 to 499"),
    STATUS_5XX("5xx", "status 500 and above");

    private final String word;
    private final String meaning;

    Problem(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    public String meaning() {
        return meaning;
    }
}
