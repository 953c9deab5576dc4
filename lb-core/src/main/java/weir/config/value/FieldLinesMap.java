package weir.config.value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weir.model.HeaderRule;
import weir.model.HeaderRules;
import weir.template.Moment;
import weir.template.Template;

/** Fields that a head is to have, and the value of each. */
public final class FieldLinesMap implements ValueType<List<HeaderRule>> {
    private final HeaderRule.Kind kind;
    private final Moment moment;

    /**
     * @param kind of each of the rules
     * @param moment when they work
     */
    public FieldLinesMap(HeaderRule.Kind kind, Moment moment) {
        this.kind = kind;
        this.moment = moment;
    }

    @Override
    public List<HeaderRule> read(Location location) {
        if (location.entries() == null
                || !HeaderRules.COUNT_RANGE.has(location.entries().size())) {
            return location.refuse(accepted());
        }
        final Set<String> names = new HashSet<>();
        final List<HeaderRule> rules = new ArrayList<>();
        for (Location value : Entries.of(location).values()) {
            final String name = FieldNameText.read(value, value.name());
            if (name == null) {
                continue;
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                value.refuse(Quoted.text(name) + " again", "each name once, in whatever case");
            } else if (value.text() == null || !HeaderRule.VALUE.matches(value.text())) {
                value.refuse(HeaderRule.VALUE.accepted());
            } else {
                final Template template = TemplateText.read(value, value.text(), moment);
                if (template != null) {
                    rules.add(new HeaderRule(kind, name, template));
                }
            }
        }
        return rules;
    }

    @Override
    public String accepted() {
        return "a map of " + HeaderRules.COUNT_RANGE.min() + " to " + HeaderRules.COUNT_RANGE.max()
                + " field names, each to " + HeaderRule.VALUE.accepted() + ", and placeholders";
    }
}
