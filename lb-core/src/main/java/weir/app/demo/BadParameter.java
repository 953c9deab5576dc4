package weir.app.demo;

/** A query parameter that cannot be understood. The message names it and says what is accepted. */
final class BadParameter extends Exception {
    private static final long serialVersionUID = 1;

    BadParameter(String name, String value, String accepted) {
        super(name + ": '" + value + "', must be " + accepted);
    }
}
