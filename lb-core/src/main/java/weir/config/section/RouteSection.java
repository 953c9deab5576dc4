package weir.config.section;

import java.util.Locale;
import weir.config.value.Key;
import weir.config.value.Located;
import weir.config.value.PoolReference;
import weir.config.value.Text;
import weir.model.Match;
import weir.model.Route;

/** {@code listeners.<name>.routes[]}. */
final class RouteSection extends SectionType<Located<Route>> {

    private final Key<String> host =
            optional("host", new Text(Match.HOST, "a host name without port, or *.name for all below it"));
    private final Key<String> path = optional("path", new Text(Match.PATH));
    private final Key<String> sni = optional("sni", new Text(Match.NAME, "a host name, or *.name for all below it"));
    private final Key<Integer> pool = required("pool", new PoolReference());

    /** It goes by the server that a TLS client asks for. */
    static boolean isBySni(Located<Route> route) {
        return route.location().keys().contains("sni");
    }

    @Override
    Located<Route> build(Section section) {
        final String host = section.get(this.host);
        final String path = section.get(this.path);
        final String sni = section.get(this.sni);
        final Integer pool = section.get(this.pool);
        final boolean isByRequest = section.has(this.host) || section.has(this.path);
        if (isByRequest && section.has(this.sni)) {
            return section.location().refuse("sni beside host or path", "sni with mode: tcp, the others with HTTP");
        } else if (!isByRequest && !section.has(this.sni)) {
            return section.location().refuse("neither host nor path", "at least one of the two");
        }
        if (section.isBad(this.host) || section.isBad(this.path) || section.isBad(this.sni)) {
            return null;
        }
        final String name = host == null ? sni : host;
        final String lower = name == null ? null : name.toLowerCase(Locale.ROOT);
        return pool == null ? null : new Located<>(new Route(lower, path, pool), section.location());
    }
}
