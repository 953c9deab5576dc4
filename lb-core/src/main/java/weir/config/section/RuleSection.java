package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Place;
import weir.config.value.Words;
import weir.model.Passive.Mode;

/**
 * A rule of {@code passive}. Its short form is its one number, which enforces it, or its mode, which leaves the rest as
 * it is.
 *
 * @param <T> the rule
 */
abstract class RuleSection<T> extends SectionShape<T> {
    private static final Words<Mode> MODES = new Words<>(Mode.values(), Mode::word);

    private final Key<Mode> mode = optional("mode", MODES, Mode.ENFORCE);
    private final String shortForms;

    /** @param number what the short form's number is called */
    RuleSection(String number) {
        shortForms = MODES.accepted() + "; or " + number + " alone; or ";
    }

    /** The rule with a mode and the defaults. */
    abstract T withMode(Mode mode);

    /** The rule with its number; null after a problem. */
    abstract T withNumber(Place place);

    final Mode mode(Section section) {
        return section.get(mode);
    }

    @Override
    final T readText(Place place, String text) {
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            return withNumber(place);
        }
        final Mode alone = MODES.read(place);
        return alone == null ? null : withMode(alone);
    }

    @Override
    public final String accepted() {
        return shortForms + super.accepted();
    }
}
