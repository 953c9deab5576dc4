package weir.config.section;

import java.util.ArrayList;
import java.util.List;
import weir.config.value.FieldLinesMap;
import weir.config.value.FieldNameText;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.model.HeaderRule;
import weir.model.HeaderRules;

/** {@code request-headers} and {@code response-headers}, on any level. */
final class HeaderRulesSection extends SectionType<HeaderRules> {
    private final Key<List<HeaderRule>> set = optional("set", new FieldLinesMap(HeaderRule.Kind.SET), List.of());
    private final Key<List<HeaderRule>> add = optional("add", new FieldLinesMap(HeaderRule.Kind.ADD), List.of());
    private final Key<List<String>> remove =
            optional("remove", new ListOf<>(new FieldNameText(), HeaderRules.COUNT_RANGE), List.of());
    private final Key<List<HeaderRule>> fallback =
            optional("default", new FieldLinesMap(HeaderRule.Kind.DEFAULT), List.of());

    @Override
    HeaderRules build(Section section) {
        final List<HeaderRule> rules = new ArrayList<>();
        section.get(remove).forEach(name -> rules.add(new HeaderRule(HeaderRule.Kind.REMOVE, name, null)));
        rules.addAll(section.get(set));
        rules.addAll(section.get(add));
        rules.addAll(section.get(fallback));
        final int bytes = HeaderRules.bytes(rules);
        return bytes > HeaderRules.BYTES_MAX
                ? section.location().refuse("lines of " + bytes + " bytes", "at most " + HeaderRules.BYTES_MAX)
                : new HeaderRules(rules);
    }
}
