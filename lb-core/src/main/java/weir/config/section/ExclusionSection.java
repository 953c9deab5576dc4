package weir.config.section;

import weir.model.Match;

/** {@code listeners.<name>.routes[].not}, or an item of it. */
final class ExclusionSection extends SectionType<Match> {
    private final MatchKeys match = new MatchKeys(this);

    @Override
    Match build(Section section) {
        final boolean isFine = section.isFine();
        final Match read = match.read(section);
        return isFine && !match.isAny(section)
                ? section.location().refuse("no condition", "one at least, of " + names())
                : read;
    }
}
