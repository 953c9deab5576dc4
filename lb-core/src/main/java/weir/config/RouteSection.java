package weir.config;

import java.util.Locale;
import weir.model.Route;

/** {@code listeners.<name>.routes[]}. */
final class RouteSection extends SectionShape<Placed<Route>> {
    private static final String HOST =
            "(?=.{1,255}$)(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]{2,45}]";
    private static final String PATH = "/[!-~&&[^*?#]]*+\\*?";

    private final Key<String> host =
            optional("host", new Text(HOST, "a host name without port, or *.name for all below it"));
    private final Key<String> path =
            optional("path", new Text(PATH, "a path that begins with /, or the beginning of one followed by *"));
    private final Key<Integer> pool = required("pool", new PoolReference());

    @Override
    Placed<Route> build(Section section) {
        final String host = section.get(this.host);
        final String path = section.get(this.path);
        final Integer pool = section.get(this.pool);
        if (!section.has(this.host) && !section.has(this.path)) {
            return section.place().refuse("neither host nor path", "at least one of the two");
        }
        final String lower = host == null ? null : host.toLowerCase(Locale.ROOT);
        return pool == null ? null : new Placed<>(new Route(lower, path, pool), section.place());
    }
}
