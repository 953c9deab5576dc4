package weir.config.section;

import java.util.ArrayList;
import java.util.List;
import weir.config.value.FieldLinesMap;
import weir.config.value.FieldNameText;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.model.HeaderRule;
import weir.model.HeaderRules;
import weir.template.Moment;

/** {@code request-headers} and {@code response-headers}, on any level. */
final class HeaderRulesSection extends SectionType<HeaderRules> {
    private final Key<List<HeaderRule>> set;
    private final Key<List<HeaderRule>> add;
    private final Key<List<String>> remove;
    private final Key<List<HeaderRule>> fallback;

    /** @param moment when they work */
    HeaderRulesSection(Moment moment) {
        set = optional("set", new FieldLinesMap(HeaderRule.Kind.SET, moment), List.of());
        add = optional("add", new FieldLinesMap(HeaderRule.Kind.ADD, moment), List.of());
        remove = optional("remove", new ListOf<>(new FieldNameText(), HeaderRules.COUNT_RANGE), List.of());
        fallback = optional("default", new FieldLinesMap(HeaderRule.Kind.DEFAULT, moment), List.of());
    }

    @Override
    HeaderRules build(Section section) {
        final List<HeaderRule> rules = new ArrayList<>();
        section.get(remove).forEach(name -> rules.add(new HeaderRule(HeaderRule.Kind.REMOVE, name, null)));
        rules.addAll(section.get(set));
        rules.addAll(section.get(add));
        rules.addAll(section.get(fallback));
        final int bytes = HeaderRules.bytes(rules);
        return bytes > HeaderRules.BYTES_MAX
                ? section.location().refuse("lines of up to " + bytes + " bytes", "at most " + HeaderRules.BYTES_MAX)
                : new HeaderRules(rules);
    }
}
