package weir.config.value;

import weir.model.Match;
import weir.model.PathPattern;

/** A regular expression for the whole of a path. */
public final class PathRegexText implements ValueType<String> {
    @Override
    public String read(Location location) {
        final String text = location.text();
        if (text == null || !Match.PATH_REGEX.matches(text)) {
            return location.refuse(accepted());
        }
        final String problem = PathPattern.problem(text);
        return problem == null ? text : location.refuse(Quoted.text(text) + ", " + problem, accepted());
    }

    @Override
    public String accepted() {
        return Match.PATH_REGEX.accepted();
    }
}
