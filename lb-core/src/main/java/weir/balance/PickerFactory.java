package weir.balance;

/**
 * An algorithm: makes the pickers of a pool, one for each loop. One of {@link Algorithm}, or an
 * {@link CustomAlgorithm}. Immutable, any thread.
 */
public interface PickerFactory {
    /** As in the configuration file. */
    String word();

    /** What it goes by, which decides the options that a file may give it. */
    Algorithm.Kind kind();

    /**
     * A new picker for one pool on one loop.
     *
     * @throws InvalidAlgorithmException an own algorithm cannot be made from these parts
     */
    Picker picker(PickerParts parts);
}
