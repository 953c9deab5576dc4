package weir.config.section;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import weir.config.value.Key;
import weir.config.value.Located;
import weir.config.value.OneOrList;
import weir.config.value.Text;
import weir.model.Configuration;
import weir.model.Cors;
import weir.model.Faults;
import weir.model.Match;
import weir.model.Policy;
import weir.model.Rewrite;
import weir.model.Route;
import weir.model.RouteAction;
import weir.model.RouteTerms;
import weir.model.SecurityHeaders;

/** {@code listeners.<name>.routes[]}. */
final class RouteSection extends SectionType<Located<Route>> {
    private final Key<String> name = optional("name", new Text(Configuration.NAME));
    private final MatchKeys match = new MatchKeys(this);
    private final Key<List<Match>> not = optional("not", new OneOrList<>(new ExclusionSection(), Route.NOT_RANGE));
    private final Key<String> sni = optional("sni", new Text(Match.NAME, "a host name, or *.name for all below it"));
    private final ActionKeys action = new ActionKeys(this);
    private final RouteTermKeys terms = new RouteTermKeys(this);
    private final AccessKeys access = new AccessKeys(this);
    private final PolicyKeys policy = new PolicyKeys(this, SecurityHeaders.ON, SecurityHeaders.OFF);
    private final Key<Rewrite> rewrite = optional("rewrite", new RewriteSection(), Rewrite.NONE);
    private final Key<Cors> cors = optional("cors", new CorsSection(), Cors.NONE);
    private final Key<Faults> faults = optional("faults", new FaultsSection(), Faults.NONE);

    /** It goes by the server that a TLS client asks for. */
    static boolean isBySni(Located<Route> route) {
        return route.location().keys().contains("sni");
    }

    @Override
    Located<Route> build(Section section) {
        final String name = section.get(this.name);
        final Match read = match.read(section);
        final List<Match> not = section.get(this.not);
        final String sni = section.get(this.sni);
        final RouteAction action = this.action.read(section);
        final RouteTerms terms = this.terms.read(section);
        final Policy shared = this.policy.read(section).withRewrite(section.get(rewrite));
        final Policy policy = shared.withAccess(shared.access().withCors(section.get(cors)))
                .withClients(access.read(section))
                .withFaults(section.get(faults));
        final boolean isByRequest = match.isAny(section) || section.has(this.not);
        final Key<?> forHttp = firstForHttp(section);
        if (section.has(this.sni) && forHttp != null) {
            return section.at(forHttp).refuse(forHttp.name() + " with sni", "it with HTTP only");
        }
        if (action != null && action.pools().isEmpty() && policy.faults().delayShare() > 0) {
            return section.at(faults).refuse("a delay where Weir itself answers", "it with a pool, or abort");
        }
        if (isByRequest && section.has(this.sni)) {
            return section.location().refuse("sni beside host or path", "sni with mode: tcp, the others with HTTP");
        } else if (section.has(this.sni) && this.action.withHttp(section) != null) {
            return section.at(this.action.withHttp(section))
                    .refuse(this.action.withHttp(section).name() + " with sni", "it with HTTP only");
        }
        if (read == null || section.isBad(this.sni) || section.isBad(this.not) || action == null) {
            return null;
        }
        final Match asked = sni == null ? read : Match.of(sni.toLowerCase(Locale.ROOT), null);
        final Route route = new Route(name, asked, not == null ? List.of() : not, action, terms, policy);
        return route.isImpossible()
                ? section.location()
                        .refuse("not that leaves out all that the route takes", "a route that can take something")
                : new Located<>(route, section.location());
    }

    /** The first key that says something of requests, but for conditions and actions; null when none is there. */
    private Key<?> firstForHttp(Section section) {
        final Stream<Key<?>> groups = Stream.of(terms.first(section), access.first(section), policy.first(section));
        return Stream.concat(
                        groups.filter(Objects::nonNull),
                        Stream.of(rewrite, cors, faults).filter(section::has))
                .findFirst()
                .orElse(null);
    }
}
