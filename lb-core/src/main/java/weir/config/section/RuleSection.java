package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.model.Passive.Mode;

/**
 * A rule of {@code passive}. Its short form is its one number, which enforces it, or its mode, which leaves the rest as
 * it is.
 *
 * @param <T> the rule
 * @param <N> the number
 */
abstract class RuleSection<T, N> extends SectionType<T> {
    private static final EnumValue<Mode> MODES = new EnumValue<>(Mode.values(), Mode::word);

    private final Key<Mode> mode = optional("mode", MODES, Mode.ENFORCE);
    private final String shortForms;

    /** @param number what the short form's number is called */
    RuleSection(String number) {
        shortForms = MODES.accepted() + "; or " + number + " alone; or ";
    }

    /** Of the number that the short form has. */
    abstract Key<N> number();

    /** The rule with these, and the defaults for the rest. */
    abstract T rule(Mode mode, N number);

    final Mode mode(Section section) {
        return section.get(mode);
    }

    @Override
    T build(Section section) {
        return rule(mode(section), section.get(number()));
    }

    @Override
    final T readText(Location location, String text) {
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            final N alone = number().type().read(location);
            return alone == null ? null : rule(Mode.ENFORCE, alone);
        }
        final Mode alone = MODES.read(location);
        return alone == null ? null : rule(alone, number().fallback());
    }

    @Override
    public final String accepted() {
        return shortForms + super.accepted();
    }
}
