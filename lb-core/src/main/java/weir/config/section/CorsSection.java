package weir.config.section;

import java.util.List;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.OriginText;
import weir.config.value.Text;
import weir.model.Cors;
import weir.model.Form;
import weir.model.HeaderRule;
import weir.model.Match;

/** {@code cors} of a listener or a route. */
final class CorsSection extends SectionType<Cors> {
    private static final Form METHOD = orAny(Match.METHOD);
    private static final Form FIELD = orAny(HeaderRule.NAME);

    private final Key<List<String>> origins =
            required(Cors.ORIGINS_RANGE.key(), new ListOf<>(new OriginText(), Cors.ORIGINS_RANGE));
    private final Key<List<String>> methods =
            optional(Cors.METHODS_RANGE.key(), new ListOf<>(new Text(METHOD), Cors.METHODS_RANGE), Cors.METHODS);
    private final Key<List<String>> headers =
            optional(Cors.HEADERS_RANGE.key(), new ListOf<>(new Text(FIELD), Cors.HEADERS_RANGE), List.of());
    private final Key<List<String>> expose =
            optional(Cors.EXPOSE_RANGE.key(), new ListOf<>(new Text(FIELD), Cors.EXPOSE_RANGE), List.of());
    private final Key<Boolean> credentials = flag("credentials");
    private final Key<Long> maxAge = duration(Cors.MAX_AGE_RANGE, Cors.MAX_AGE_MS);

    private static Form orAny(Form form) {
        return new Form("\\*|" + form.pattern(), form.accepted() + ", or *");
    }

    @Override
    Cors build(Section section) {
        final List<String> origins = section.get(this.origins);
        final List<String> methods = section.get(this.methods);
        final List<String> headers = section.get(this.headers);
        final List<String> expose = section.get(this.expose);
        final boolean credentials = section.get(this.credentials);
        final long maxAgeMs = section.get(maxAge);
        refuseLong(section, this.methods, methods);
        refuseLong(section, this.headers, headers);
        refuseLong(section, this.expose, expose);
        if (!section.isFine()) {
            return null;
        }
        final String wild = credentials ? Cors.wild(origins, methods, headers, expose) : null;
        if (wild != null) {
            return section.at(this.credentials)
                    .refuse(
                            "credentials with * in " + wild + ", which browsers do not take together",
                            "false, or names in place of *");
        }
        return new Cors(origins, methods, headers, expose, credentials, (int) (maxAgeMs / 1_000));
    }

    private static void refuseLong(Section section, Key<List<String>> key, List<String> names) {
        final int bytes = Cors.line(names).length();
        if (bytes > Cors.LIST_BYTES_MAX) {
            section.at(key).refuse("a list of " + bytes + " bytes", "at most " + Cors.LIST_BYTES_MAX);
        }
    }
}
