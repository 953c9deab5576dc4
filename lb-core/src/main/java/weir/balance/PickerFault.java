package weir.balance;

import weir.text.OneLine;

/** What a custom algorithm has done wrong, for the log. Never thrown. */
public final class PickerFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param cause null when nothing was thrown */
    PickerFault(String message, Throwable cause) {
        super(OneLine.cut(message), cause, false, cause != null);
        if (cause != null) {
            setStackTrace(cause.getStackTrace());
        }
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
