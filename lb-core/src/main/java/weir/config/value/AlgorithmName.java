package weir.config.value;

import weir.balance.Algorithm;
import weir.balance.CustomAlgorithm;
import weir.balance.InvalidAlgorithmException;
import weir.balance.PickerFactory;

/**
 * A word of the registry, or the name of a class, which is loaded at once so that its problems are known before the
 * start.
 *
 * @param start class path and main class of the program, for the message that a class is not there
 */
public record AlgorithmName(EnumValue<Algorithm> words, String start) implements ValueType<PickerFactory> {
    @Override
    public PickerFactory read(Location location) {
        final String text = location.text();
        return text != null && CustomAlgorithm.isClassName(text) ? load(location, text) : words.read(location);
    }

    private PickerFactory load(Location location, String className) {
        final ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        try {
            return CustomAlgorithm.load(
                    className, ofThread == null ? AlgorithmName.class.getClassLoader() : ofThread, start);
        } catch (InvalidAlgorithmException e) {
            return location.refuse(Quoted.reason(e.found()), e.accepted());
        }
    }

    @Override
    public String accepted() {
        return words.accepted() + "; or the name of a class";
    }

    @Override
    public String show(PickerFactory value) {
        return value.word();
    }
}
