package weir.config.section;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import weir.config.value.Location;
import weir.config.value.Quoted;
import weir.http.FieldName;
import weir.model.Listener;
import weir.model.Match;
import weir.model.Route;
import weir.model.ValueMatch;

/**
 * What {@code client-certificate-header} of any listener names is Weir's word about the client, behind every listener,
 * as the same backends may be behind several. A route would see only what the client claims.
 */
final class VouchedNames {
    private VouchedNames() {}

    static void refuseElsewhere(Location at, List<Listener> listeners) {
        final List<String> vouched = listeners.stream()
                .filter(listener -> listener.tls() != null && listener.tls().clientHeader() != null)
                .map(listener -> listener.tls().clientHeader().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        if (vouched.isEmpty()) {
            return;
        }
        for (Listener listener : listeners) {
            final String name = "listeners." + listener.name();
            for (int i = 0; i < listener.routes().size(); i++) {
                final Route route = listener.routes().get(i);
                final String routeName = name + ".routes[" + i + ']';
                refuse(
                        at,
                        routeName + ".headers",
                        Stream.concat(Stream.of(route.match()), route.not().stream())
                                .map(Match::headers)
                                .flatMap(List::stream)
                                .map(ValueMatch::name),
                        vouched);
            }
        }
    }

    private static void refuse(Location at, String where, Stream<String> names, List<String> vouched) {
        names.filter(name -> vouched.stream().anyMatch(of -> FieldName.isAlike(name, of)))
                .distinct()
                .forEach(name -> at.refuse(
                        where + " with " + Quoted.text(name) + ", which a client-certificate-header is, or looks like",
                        "another name there"));
    }
}
