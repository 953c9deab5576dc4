package weir.bench.host;

/**
 * A measurement cannot go on, for a reason its reader can do something about; shown without a stack trace, exit code 1.
 */
public final class CannotMeasure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotMeasure(String message) {
        super(message);
    }
}
