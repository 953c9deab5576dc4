package weir.config.value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import weir.model.Form;
import weir.model.Match;
import weir.model.ValueMatch;

/** Names, of header fields for example, and what the value of each must be like. */
public final class ValueMatches implements ValueType<List<ValueMatch>> {
    private final Form name;
    private final UnaryOperator<String> spelling;
    /** What Weir vouches for to backends is only a claim where routes are looked for. */
    private final boolean areFields;

    private ValueMatches(Form name, UnaryOperator<String> spelling, boolean areFields) {
        this.name = name;
        this.spelling = spelling;
        this.areFields = areFields;
    }

    /** Of header fields, whose names are alike in any case. */
    public static ValueMatches ofFields() {
        return new ValueMatches(ValueMatch.TOKEN, text -> text.toLowerCase(Locale.ROOT), true);
    }

    public static ValueMatches ofCookies() {
        return new ValueMatches(ValueMatch.TOKEN, UnaryOperator.identity(), false);
    }

    public static ValueMatches ofParameters() {
        return new ValueMatches(ValueMatch.NAME, UnaryOperator.identity(), false);
    }

    @Override
    public List<ValueMatch> read(Location location) {
        if (location.entries() == null
                || !Match.VALUES_RANGE.has(location.entries().size())) {
            return location.refuse(accepted());
        }
        final Set<String> names = new HashSet<>();
        final List<ValueMatch> matches = new ArrayList<>();
        for (Location value : Entries.of(location).values()) {
            final String key = spelling.apply(value.name());
            if (!name.matches(key)) {
                value.refuse("the name " + Quoted.text(value.name()), name.accepted());
            } else if (!names.add(key)) {
                value.refuse(Quoted.text(value.name()) + " again", "each name once, in whatever case");
            } else if (value.text() == null || !ValueMatch.TEXT.matches(value.text())) {
                value.refuse(ValueMatch.TEXT.accepted());
            } else {
                matches.add(ValueMatch.of(key, value.text()));
                if (areFields) {
                    value.context().addField(value.name(), value);
                }
            }
        }
        return matches;
    }

    @Override
    public String accepted() {
        return "a map of " + Match.VALUES_RANGE.min() + " to " + Match.VALUES_RANGE.max() + " names, each to "
                + ValueMatch.TEXT.accepted();
    }
}
