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
public record AlgorithmName(Words<Algorithm> words, String start) implements Shape<PickerFactory> {
    @Override
    public PickerFactory read(Place place) {
        final String text = place.text();
        return text != null && CustomAlgorithm.isClassName(text) ? load(place, text) : words.read(place);
    }

    private PickerFactory load(Place place, String className) {
        final ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        try {
            return CustomAlgorithm.load(
                    className, ofThread == null ? AlgorithmName.class.getClassLoader() : ofThread, start);
        } catch (InvalidAlgorithmException e) {
            return place.refuse(Quoted.reason(e.found()), e.accepted());
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
