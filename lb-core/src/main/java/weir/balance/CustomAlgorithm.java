package weir.balance;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.Function;
import weir.text.OneLine;

/**
 * An algorithm that is not Weir's: a class that implements {@link Picker} and has a constructor that takes
 * {@link PickerParts}. Immutable, any thread.
 *
 * <p>What runs on a loop is wrapped in a {@link GuardedPicker}.
 */
public final class CustomAlgorithm implements PickerFactory {
    private static final String ACCEPTED =
            "a class that implements weir.balance.Picker and has a constructor that takes weir.balance.PickerParts";

    /** How Weir is started with further classes: class path and main class. */
    public static final String WEIR = "weir.jar:YOURS.jar weir.app.Main";

    private final String word;
    private final Function<PickerParts, Picker> maker;
    private final Map<String, String> options;

    private CustomAlgorithm(String word, Function<PickerParts, Picker> maker, Map<String, String> options) {
        this.word = word;
        this.maker = maker;
        this.options = Map.copyOf(options);
    }

    /**
     * For embedders: {@code CustomAlgorithm.of("mine", MyPicker::new)}.
     *
     * @param word for messages
     */
    public static CustomAlgorithm of(String word, Function<PickerParts, Picker> maker) {
        return new CustomAlgorithm(word, maker, Map.of());
    }

    /** A text that is meant as the name of a class: it has a dot, which no word of {@link Algorithm} has. */
    public static boolean isClassName(String text) {
        return text.indexOf('.') >= 0;
    }

    /**
     * Finds a class by its name, as {@link Class#getName} gives it.
     *
     * @throws InvalidAlgorithmException there is no such class, or it cannot be used
     */
    public static CustomAlgorithm load(String className, ClassLoader loader) {
        return load(className, loader, WEIR);
    }

    /**
     * The same in another program than Weir.
     *
     * @param start class path and main class of the program, for the message that a class is not on its class path
     */
    public static CustomAlgorithm load(String className, ClassLoader loader, String start) {
        final Constructor<? extends Picker> constructor = constructor(find(className, loader, start));
        return of(className, parts -> make(constructor, parts));
    }

    private static Class<?> find(String className, ClassLoader loader, String start) {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw new InvalidAlgorithmException(
                    "the class " + className + ", which is not on the class path",
                    "a class of it: java -cp " + start + " ...",
                    e);
        } catch (LinkageError e) {
            throw new InvalidAlgorithmException(
                    "the class " + className + ", which cannot be loaded (" + e + ")",
                    "a class file for this Java, under its own name",
                    e);
        }
    }

    private static Constructor<? extends Picker> constructor(Class<?> type) {
        if (!Picker.class.isAssignableFrom(type)) {
            throw new InvalidAlgorithmException("the class " + type.getName() + ", which is no Picker", ACCEPTED);
        }
        if (Modifier.isAbstract(type.getModifiers())) { // interfaces are, too
            throw new InvalidAlgorithmException("the class " + type.getName() + ", which is abstract", ACCEPTED);
        }
        try {
            final Constructor<? extends Picker> constructor =
                    type.asSubclass(Picker.class).getDeclaredConstructor(PickerParts.class);
            constructor.setAccessible(true); // neither class nor constructor need be public
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new InvalidAlgorithmException(
                    "the class " + type.getName() + ", which has no constructor that takes PickerParts alone",
                    ACCEPTED,
                    e);
        }
    }

    private static Picker make(Constructor<? extends Picker> constructor, PickerParts parts) {
        try {
            return constructor.newInstance(parts);
        } catch (InvocationTargetException e) {
            throw invalid(constructor.getDeclaringClass().getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw invalid(constructor.getDeclaringClass().getName(), e);
        }
    }

    private static InvalidAlgorithmException invalid(String word, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError end) {
            throw end; // which is everybody's
        }
        final Throwable cause =
                thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
        final boolean isPlain = cause instanceof IllegalArgumentException && cause.getMessage() != null;
        return new InvalidAlgorithmException(
                word + ", whose constructor fails: " + OneLine.cut(isPlain ? cause.getMessage() : cause.toString()),
                "a constructor that does not fail with these backends and options",
                cause);
    }

    /** The same with what the file says under {@code options}. */
    public CustomAlgorithm withOptions(Map<String, String> given) {
        return new CustomAlgorithm(word, maker, given);
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public Algorithm.Kind kind() {
        return Algorithm.Kind.CUSTOM;
    }

    @Override
    public Picker picker(PickerParts parts) {
        final Options given = new Options(options);
        final Picker picker;
        try {
            picker = maker.apply(parts.withOptions(given));
        } catch (InvalidAlgorithmException e) {
            throw e;
        } catch (Throwable e) { // whatever it is, it comes from a class that is not ours
            throw invalid(word, e);
        }
        if (picker == null) {
            throw new InvalidAlgorithmException(word + ", which makes no picker", "a picker for each loop");
        }
        if (!given.unasked().isEmpty()) {
            throw new InvalidAlgorithmException(
                    "the option " + given.unasked().iterator().next() + ", for which " + word + " does not ask",
                    given.asked().isEmpty() ? "no options" : String.join(", ", given.asked()));
        }
        return picker;
    }
}
