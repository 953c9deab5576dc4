package weir.config.section;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import weir.config.value.Cidr;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.PathRegexText;
import weir.config.value.Text;
import weir.config.value.ValueMatches;
import weir.http.FieldName;
import weir.model.AddressRange;
import weir.model.Match;
import weir.model.ValueMatch;

/** The keys of a route that are conditions, which its {@code not} has as well. */
final class MatchKeys {
    private final Key<String> host;
    private final Key<String> path;
    private final Key<String> pathRegex;
    private final Key<List<String>> methods;
    private final Key<List<ValueMatch>> headers;
    private final Key<List<ValueMatch>> query;
    private final Key<List<ValueMatch>> cookies;
    private final Key<List<AddressRange>> clients;

    /** @param section to declare them in */
    MatchKeys(SectionType<?> section) {
        host = section.optional("host", new Text(Match.HOST, "a host name without port, or *.name for all below it"));
        path = section.optional("path", new Text(Match.PATH));
        pathRegex = section.optional("path-regex", new PathRegexText());
        methods = section.optional("methods", new ListOf<>(new Text(Match.METHOD), Match.METHODS_RANGE));
        headers = section.optional("headers", ValueMatches.ofFields());
        query = section.optional("query", ValueMatches.ofParameters());
        cookies = section.optional("cookies", ValueMatches.ofCookies());
        clients = section.optional("clients", new ListOf<>(new Cidr(), Match.CLIENTS_RANGE));
    }

    private Stream<Key<?>> all() {
        return Stream.of(host, path, pathRegex, methods, headers, query, cookies, clients);
    }

    /** At least one of them is there. */
    boolean isAny(Section section) {
        return all().anyMatch(section::has);
    }

    /** What these keys ask for; null after a problem with one of them. Reads each of them. */
    Match read(Section section) {
        final String host = section.get(this.host);
        final Match match = new Match(
                host == null ? null : host.toLowerCase(Locale.ROOT),
                section.get(path),
                section.get(pathRegex),
                orNone(section.get(methods)),
                orNone(section.get(headers)),
                orNone(section.get(query)),
                orNone(section.get(cookies)),
                orNone(section.get(clients)));
        if (section.has(path) && section.has(pathRegex)) {
            return section.location().refuse("path beside path-regex", "one of the two");
        }
        final ValueMatch hostField = match.headers().stream()
                .filter(header -> header.name().equals("host"))
                .findFirst()
                .orElse(null);
        if (hostField != null) {
            return section.at(headers).refuse("the field Host", "the key host for it");
        }
        final ValueMatch claimed = match.headers().stream()
                .filter(header -> FieldName.isAboutClient(header.name()))
                .findFirst()
                .orElse(null);
        if (claimed != null) {
            return section.at(headers)
                    .refuse(
                            "the field " + claimed.name() + ", which any client can claim",
                            "the key clients for where it comes from, and other fields");
        }
        return all().anyMatch(section::isBad) ? null : match;
    }

    private static <T> List<T> orNone(List<T> read) {
        return read == null ? List.of() : read;
    }
}
