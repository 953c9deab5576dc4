package weir.config.value;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One word of a few. */
public final class EnumValue<T> implements ValueType<T> {
    private final Function<T, String> word;
    private final UnaryOperator<String> spelling;
    private final Map<String, T> values = new LinkedHashMap<>();
    private final List<String> names;
    private final Set<String> later = new HashSet<>();

    /** @param later words that are planned */
    public EnumValue(T[] values, Function<T, String> word, String... later) {
        this(Arrays.asList(values), word, Arrays.asList(later), UnaryOperator.identity());
    }

    private EnumValue(List<T> values, Function<T, String> word, List<String> later, UnaryOperator<String> spelling) {
        this.word = word;
        this.spelling = spelling;
        this.names = values.stream().map(word).toList();
        values.forEach(value -> this.values.put(spelling.apply(word.apply(value)), value));
        later.forEach(name -> this.later.add(spelling.apply(name)));
    }

    /** The same words in other files' spellings: roundrobin, round_robin and RoundRobin for round-robin. */
    public EnumValue<T> inAnySpelling() {
        return new EnumValue<>(
                List.copyOf(values.values()),
                word,
                List.copyOf(later),
                text -> text.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", ""));
    }

    @Override
    public T read(Location location) {
        final String text = location.text();
        if (text == null) {
            return location.refuse(accepted());
        }
        final T value = values.get(spelling.apply(text));
        return value == null ? refuse(location, text) : value;
    }

    @Override
    public String accepted() {
        return (names.size() == 1 ? "" : "one of ") + String.join(", ", names);
    }

    @Override
    public String show(T value) {
        return word.apply(value);
    }

    private T refuse(Location location, String text) {
        return later.contains(spelling.apply(text))
                ? location.refuse(Quoted.text(text) + Quoted.NOT_YET, accepted())
                : location.refuse(Quoted.text(text), accepted() + hint(location.path(), text));
    }

    private String hint(String path, String text) {
        final String foreign = ForeignWords.valueHint(path, text);
        return foreign.isEmpty() ? Suggestions.hint(text, names) : foreign;
    }
}
