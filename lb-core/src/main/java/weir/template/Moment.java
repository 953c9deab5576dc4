package weir.template;

/** From when on something of an exchange is known. */
public enum Moment {
    /** The request's head is complete, and its route is known. */
    REQUEST("the request's head"),
    /** A backend has been picked. */
    PICK("a backend"),
    /** The head of the response is there, or Weir answers. */
    RESPONSE("the response"),
    /** The exchange is over. */
    END("the end");

    private final String text;

    Moment(String text) {
        this.text = text;
    }

    /** For people: what it takes. */
    public String text() {
        return text;
    }
}
